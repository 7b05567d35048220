import type { DeliveryBody } from "./delivery.js";

/** The bytes of a body so far. Plain data: another copy of this package may read it. */
export interface CollectedBytes {
  readonly maxBytes: number;
  /** Bytes received; the buffer has as many of them, or none once they exceed `maxBytes`. */
  size: number;
  /** At most twice as long as `size`. */
  buffer: Uint8Array;
}

const nothing = new Uint8Array(0);
const shortestGrowth = 256;
/** What a chunk that is not copied may keep in memory, as a multiple of its size. */
const mostSpare = 2;

/** An empty collection of at most `maxBytes`. */
export function collectBytes(maxBytes: number): CollectedBytes {
  return { maxBytes, size: 0, buffer: nothing };
}

/**
 * Adds a chunk to one buffer: a list of chunks of one byte takes 200 times their size. The first chunk is not copied, for most
 * deliveries are one, unless it would keep a far larger read buffer in memory. Returns false once the bytes exceed the limit;
 * then they are dropped.
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

/** The collected bytes as a body, unless they exceed `maxBytes`. */
export function toBody(
  { size, buffer, maxBytes: collectedAtMost }: CollectedBytes,
  maxBytes = collectedAtMost,
): DeliveryBody {
  if (size > Math.min(maxBytes, collectedAtMost)) return { form: "too-large" };
  const bytes = buffer.byteLength === size ? buffer : buffer.subarray(0, size);
  return { form: "bytes", bytes };
}

/** A first chunk that is copied gets its exact size. */
function grow(collected: CollectedBytes, needed: number, size: number): void {
  const doubled = size === 0 ? 0 : Math.max(2 * collected.buffer.byteLength, shortestGrowth);
  const grown = new Uint8Array(Math.max(needed, Math.min(doubled, collected.maxBytes)));
  grown.set(collected.buffer.subarray(0, size));
  collected.buffer = grown;
}
