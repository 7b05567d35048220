import type { ServerResponse } from "node:http";
import type { CollectedBytes } from "./collected-bytes.js";

/** The part of a kept body that takes memory. */
export interface CountedBody {
  readonly bytes: CollectedBytes;
  /** True once the bytes had to go. */
  isDropped: boolean;
}

/** The kept bodies of a process that count, with the bytes that each takes: the oldest first. */
export interface RawBodies {
  maxTotalBytes: number;
  totalBytes: number;
  readonly sizes: Map<CountedBody, number>;
}

/** A request itself takes more, and a delivery is far shorter: counting it would cost more than it saves. */
const uncountedBytes = 4096;

const leastTotalBytes = 16 * 1024 * 1024;

/** All bodies together may take this many bytes: a sender opens as many connections as it likes. */
export function toMaxTotalBytes(maxBytes: number): number {
  return Math.max(leastTotalBytes, 4 * maxBytes);
}

/**
 * Counts a body whose buffer has changed, and drops the oldest ones above the limit: what the gateway sends is whole at
 * once, and what is old and unread belongs to a slow sender or to another route.
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

/** Counts a body no more: its response is sent, or a webhook reads it. */
export function uncountBody(bodies: RawBodies, body: CountedBody): void {
  bodies.totalBytes -= bodies.sizes.get(body) ?? 0;
  bodies.sizes.delete(body);
}

function dropBody(bodies: RawBodies, body: CountedBody): void {
  uncountBody(bodies, body);
  body.isDropped = true;
  body.bytes.buffer = new Uint8Array(0);
}
