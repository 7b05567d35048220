/** The body of a response from the platform's `fetch`, a polyfill or a test's mock. */
export interface BodySource {
  readonly body?: unknown;
  readonly bodyUsed?: boolean;
  text?: () => Promise<unknown>;
  json?: () => Promise<unknown>;
}

/** Reads a body in pieces. */
interface Pieces {
  next(): Promise<{ done?: boolean; value?: unknown }>;
  /** Discards the rest and releases the connection. */
  readonly cancel: () => void;
}

/**
 * Reads a response's text. Returns undefined if it is longer than `maxBytes`. Counts the decompressed bytes as they arrive and
 * cancels the rest, so neither an endless body nor a decompression bomb can fill the memory.
 */
export async function readText(
  response: BodySource,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (response.bodyUsed === true) throw new TypeError("The response body was already read.");
  const pieces = toPieces(response.body);
  if (pieces === undefined) return limit(await readWhole(response), maxBytes);
  // A custom fetch may ignore the signal: without this, its body would be read after the call has ended.
  signal.addEventListener("abort", pieces.cancel, { once: true });
  try {
    const bytes = new GrowingBytes();
    for (;;) {
      const { done, value } = await pieces.next();
      signal.throwIfAborted();
      if (done === true) return new TextDecoder().decode(bytes.written());
      const piece = toBytes(value);
      if (bytes.length + piece.byteLength > maxBytes) {
        pieces.cancel();
        return undefined;
      }
      bytes.append(piece);
    }
  } finally {
    signal.removeEventListener("abort", pieces.cancel);
  }
}

/** Discards a body that is not read, and releases its connection. Never throws. */
export function discardBody({ body, bodyUsed }: BodySource): void {
  if (bodyUsed !== true && !(isWebStream(body) && body.locked)) toPieces(body)?.cancel();
}

function toPieces(body: unknown): Pieces | undefined {
  if (isWebStream(body)) {
    const reader = body.getReader();
    return { next: () => reader.read(), cancel: () => void reader.cancel().catch(() => {}) };
  }
  if (isIterable(body)) {
    const iterator = body[Symbol.asyncIterator]();
    return {
      next: () => iterator.next(),
      // The iterator of a Node stream returns only after its pending read; destroying the stream ends that read.
      cancel: () => {
        body.destroy?.();
        void iterator.return?.().then(undefined, () => {});
      },
    };
  }
  return undefined;
}

/** For a response without a stream, which is already in memory. */
async function readWhole(response: BodySource): Promise<string> {
  if (typeof response.text === "function") return String(await response.text());
  if (typeof response.json === "function") return JSON.stringify(await response.json()) ?? "";
  return "";
}

function limit(text: string, maxBytes: number): string | undefined {
  return new TextEncoder().encode(text).byteLength > maxBytes ? undefined : text;
}

function toBytes(piece: unknown): Uint8Array {
  if (typeof piece === "string") return new TextEncoder().encode(piece);
  if (piece instanceof Uint8Array) return piece;
  // By shape: a test runner's realm has its own Uint8Array.
  if (ArrayBuffer.isView(piece)) {
    return new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
  }
  throw new TypeError("The response body has a chunk that is neither bytes nor text.");
}

function isWebStream(body: unknown): body is ReadableStream<unknown> {
  return has(body, "getReader");
}

function isIterable(body: unknown): body is AsyncIterable<unknown> & { destroy?: () => void } {
  return has(body, Symbol.asyncIterator);
}

function has(value: unknown, method: string | symbol): boolean {
  if (typeof value !== "object" || value === null) return false;
  return typeof (value as Record<string | symbol, unknown>)[method] === "function";
}

const leastCapacity = 4096;

/** A buffer that doubles. A list of chunks would cost a hundred bytes per chunk, and a chunk may be one byte. */
class GrowingBytes {
  length = 0;
  #buffer = new Uint8Array(0);

  append(piece: Uint8Array): void {
    const needed = this.length + piece.byteLength;
    if (needed > this.#buffer.byteLength) {
      const larger = new Uint8Array(Math.max(needed, this.#buffer.byteLength * 2, leastCapacity));
      larger.set(this.written());
      this.#buffer = larger;
    }
    this.#buffer.set(piece, this.length);
    this.length = needed;
  }

  written(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }
}
