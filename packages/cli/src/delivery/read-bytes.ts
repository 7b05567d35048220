import type { IncomingMessage } from "node:http";
import { addBytes, collectBytes, toBody } from "@numipay/core/node";

/** A delivery has about 230 bytes. An endless body must not exhaust the memory. */
const maxBytes = 1024 * 1024;

/** Reads the body of a request. Returns undefined when it is too large. */
export async function readBytes(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const collected = collectBytes(maxBytes);
  // A large body is still read completely, so that the sender receives the response.
  for await (const chunk of request as AsyncIterable<Buffer>) addBytes(collected, chunk);
  const body = toBody(collected);
  return body.form === "bytes" ? body.bytes : undefined;
}
