import { setTimeout as pause } from "node:timers/promises";

const chunkPauseMs = 5;

/** The body of a delivery: a string, or chunks that the sandbox sends slowly. */
export type DeliveryBody = string | AsyncIterable<Uint8Array>;

export interface ReadableBody {
  text: string;
  /** Returns the body in the form in which it came. */
  send: () => DeliveryBody;
}

/** Reads a body without losing its chunks. */
export async function readBody(body: DeliveryBody): Promise<ReadableBody> {
  if (typeof body === "string") return { text: body, send: () => body };
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return { text, send: () => (chunks.length === 0 ? text : sendSlowly(chunks)) };
}

async function* sendSlowly(chunks: Uint8Array[]) {
  for (const chunk of chunks) {
    await pause(chunkPauseMs);
    yield chunk;
  }
}
