import type { ServerResponse } from "node:http";
import type { CollectedBytes } from "./collected-bytes.js";

/** The part of a raw body that uses memory. */
export interface CountedBody {
  readonly bytes: CollectedBytes;
  /** True once the bytes were dropped. */
  isDropped: boolean;
}

/** The counted raw bodies of a process with their size in bytes, the oldest first. */
export interface RawBodies {
  maxTotalBytes: number;
  totalBytes: number;
  readonly sizes: Map<CountedBody, number>;
}

/** Smaller bodies are not counted: the request itself uses more memory, and a typical delivery is far smaller. */
const uncountedBytes = 4096;

const leastTotalBytes = 16 * 1024 * 1024;

/** The limit of all bodies together in bytes, because a sender can open any number of connections. */
export function toMaxTotalBytes(maxBytes: number): number {
  return Math.max(leastTotalBytes, 4 * maxBytes);
}

/**
 * Counts a body whose buffer has changed, and drops the oldest bodies above the limit. The gateway sends a body at once, so an
 * old unread body belongs to a slow sender or to another route.
 */
export function countBody(bodies: RawBodies, body: CountedBody, response: ServerResponse): void {
  const { sizes } = bodies;
  const size = body.bytes.buffer.byteLength;
  const counted = sizes.get(body);
  if (counted === undefined) {
    if (size <= uncountedBytes) return;
    response.once("close", () => uncountBody(bodies, body));
  }
  bodies.totalBytes += size - (counted ?? 0);
  sizes.set(body, size);
  for (const oldest of sizes.keys()) {
    if (bodies.totalBytes <= bodies.maxTotalBytes) return;
    dropBody(bodies, oldest);
  }
}

/** Stops counting a body, because its response was sent or a webhook reads it. */
export function uncountBody(bodies: RawBodies, body: CountedBody): void {
  bodies.totalBytes -= bodies.sizes.get(body) ?? 0;
  bodies.sizes.delete(body);
}

function dropBody(bodies: RawBodies, body: CountedBody): void {
  uncountBody(bodies, body);
  body.isDropped = true;
  body.bytes.buffer = new Uint8Array(0);
}
