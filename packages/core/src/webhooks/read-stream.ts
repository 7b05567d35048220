import type { Readable } from "node:stream";
import { addBytes, collectBytes, toBody } from "./collected-bytes.js";
import { cutBody, type DeliveryBody } from "./delivery.js";

/**
 * True for a stream that no other code reads. A flowing stream counts as read even before the first byte; otherwise the result would
 * depend on packet timing. A mock request is no stream, even with the prototype of one.
 */
export function isUnread(stream: Readable): boolean {
  return (
    stream.readable &&
    typeof stream.readableLength === "number" &&
    !stream.readableDidRead &&
    stream.readableFlowing !== true &&
    stream.listenerCount("readable") === 0
  );
}

/** With events: leaving a loop over the stream early would destroy the stream and with it the response. */
export function readStream(stream: Readable, maxBytes: number): Promise<DeliveryBody> {
  const collected = collectBytes(maxBytes);
  return new Promise((resolve) => {
    stream.on("data", (chunk: Buffer | string) => {
      // After setEncoding() chunks are text. Encoded again, they have the same bytes, or others that fail verification.
      const bytes = typeof chunk === "string" ? Buffer.from(chunk, encodingOf(stream)) : chunk;
      if (!addBytes(collected, bytes)) resolve({ form: "too-large" });
    });
    stream.on("end", () => resolve(toBody(collected)));
    stream.on("error", () => resolve(cutBody));
    stream.on("close", () => resolve(cutBody));
    // Adding a listener does not resume a paused stream.
    if (stream.isPaused()) stream.resume();
  });
}

function encodingOf(stream: Readable): BufferEncoding {
  return stream.readableEncoding ?? "utf8";
}
