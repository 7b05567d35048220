import type { IncomingMessage } from "node:http";
import { addBytes, collectBytes, toBody } from "@numipay/core/node";

/** Far above a delivery's 230 bytes; a body without an end must not fill the memory. */
const longestBytes = 1024 * 1024;

/** A request's body, whole; undefined when it is too large. */
export async function readBytes(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const collected = collectBytes(longestBytes);
  // Read to its end all the same: a sender that is cut off in the middle does not see the answer.
  for await (const chunk of request as AsyncIterable<Buffer>) addBytes(collected, chunk);
  const body = toBody(collected);
  return body.form === "bytes" ? body.bytes : undefined;
}
