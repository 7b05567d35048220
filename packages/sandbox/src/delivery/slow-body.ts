import { setTimeout as wait } from "node:timers/promises";

/** The number of pieces of a body, and the real milliseconds that they take together. */
export interface Slowness {
  readonly pieces: number;
  readonly waitMs: number;
}

/** Streams a text in pieces. They are cut between bytes, so a character may be split. */
export function slowBody(text: string, { pieces, waitMs }: Slowness): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const size = Math.ceil(bytes.length / pieces);
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      // Also waits before the first piece. A cancelled stream is not pulled again.
      await wait(waitMs / pieces);
      controller.enqueue(bytes.slice(sent, sent + size));
      sent += size;
      if (sent >= bytes.length) controller.close();
    },
  });
}
