import type { IncomingMessage } from "node:http";

/** Far above a delivery's 230 bytes; a body without an end must not fill the memory. */
const longestBytes = 1024 * 1024;

/** A request's body, whole; undefined when it is too large. */
export async function readBytes(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    // Read to its end all the same: a sender that is cut off in the middle does not see the answer.
    if (length <= longestBytes) chunks.push(chunk);
  }
  return length > longestBytes ? undefined : Buffer.concat(chunks);
}
