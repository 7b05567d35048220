import type { Delivery, DeliveryBody } from "./delivery.js";

/** Why a delivery is refused before its signature is looked at; undefined when it is not. */
export function refusalByHeaders(
  delivery: Delivery,
  maxBytes: number,
): "method-not-allowed" | "unsupported-encoding" | "too-large" | undefined {
  if (delivery.method !== "POST") return "method-not-allowed";
  const encoding = delivery.header("content-encoding")?.trim().toLowerCase() ?? "";
  if (encoding !== "" && encoding !== "identity") return "unsupported-encoding";
  const announced = Number(delivery.header("content-length") ?? 0);
  return announced > maxBytes ? "too-large" : undefined;
}

/** Chunks gathered up to a limit; past it they are dropped, so that nobody can fill the memory. */
export interface ChunkCollector {
  /** False once the limit is passed. */
  add(chunk: Uint8Array): boolean;
  /** What was gathered. */
  toBody(): DeliveryBody;
}

/** A collector for at most `maxBytes`. */
export function collectChunks(maxBytes: number): ChunkCollector {
  let chunks: Uint8Array[] = [];
  let size = 0;
  return {
    add(chunk) {
      size += chunk.byteLength;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks = [];
      return size <= maxBytes;
    },
    toBody() {
      return size > maxBytes ? { form: "too-large" } : { form: "bytes", bytes: join(chunks, size) };
    },
  };
}

function join(chunks: Uint8Array[], size: number): Uint8Array {
  const [only] = chunks;
  if (only !== undefined && chunks.length === 1) return only;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
