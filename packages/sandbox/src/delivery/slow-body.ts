import { setTimeout as wait } from "node:timers/promises";

/** In how many pieces a body comes, and over how many real milliseconds. */
export interface Slowness {
  readonly pieces: number;
  readonly waitMs: number;
}

/** Makes a text a body that comes in pieces. They are cut between bytes, so a letter may come in two. */
export function slowBody(text: string, { pieces, waitMs }: Slowness): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const size = Math.ceil(bytes.length / pieces);
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      // The receiver waits before the first piece too. A stream nobody reads any more is never pulled again.
      await wait(waitMs / pieces);
      controller.enqueue(bytes.slice(sent, sent + size));
      sent += size;
      if (sent >= bytes.length) controller.close();
    },
  });
}
