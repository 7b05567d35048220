import type { DeliveryBody } from "./delivery.js";

/** The bytes of a body received so far. Plain data, because another copy of this package may read it. */
export interface CollectedBytes {
  /** The most bytes that are kept. */
  readonly maxBytes: number;
  /** The number of bytes received. The buffer contains all of them, or none once they exceed `maxBytes`. */
  size: number;
  /** At most twice as long as `size`. */
  buffer: Uint8Array;
}

const nothing = new Uint8Array(0);
const shortestGrowth = 256;
/** A first chunk is not copied if its underlying buffer is at most this many times its size. */
const mostSpare = 2;

/** Creates an empty collection of at most `maxBytes`. */
export function collectBytes(maxBytes: number): CollectedBytes {
  return { maxBytes, size: 0, buffer: nothing };
}

/**
 * Adds a chunk to one buffer, because a list of one-byte chunks takes 200 times their size. The first chunk is not copied, since
 * most deliveries have only one, unless it would keep a much larger read buffer in memory. Returns false once the bytes exceed
 * the limit; they are then dropped.
 */
export function addBytes(collected: CollectedBytes, chunk: Uint8Array): boolean {
  const { size, maxBytes } = collected;
  const needed = size + chunk.byteLength;
  collected.size = needed;
  if (needed > maxBytes) {
    collected.buffer = nothing;
    return false;
  }
  if (size === 0 && chunk.byteLength * mostSpare >= chunk.buffer.byteLength) {
    collected.buffer = chunk;
    return true;
  }
  if (needed > collected.buffer.byteLength) grow(collected, needed, size);
  collected.buffer.set(chunk, size);
  return true;
}

/** Returns the collected bytes as a body, or `too-large` if they exceed `maxBytes`. */
export function toBody(
  { size, buffer, maxBytes: collectedAtMost }: CollectedBytes,
  maxBytes = collectedAtMost,
): DeliveryBody {
  if (size > Math.min(maxBytes, collectedAtMost)) return { form: "too-large" };
  const bytes = buffer.byteLength === size ? buffer : buffer.subarray(0, size);
  return { form: "bytes", bytes };
}

/** The first copied chunk gets a buffer of exactly its size. */
function grow(collected: CollectedBytes, needed: number, size: number): void {
  const doubled = size === 0 ? 0 : Math.max(2 * collected.buffer.byteLength, shortestGrowth);
  const grown = new Uint8Array(Math.max(needed, Math.min(doubled, collected.maxBytes)));
  grown.set(collected.buffer.subarray(0, size));
  collected.buffer = grown;
}
