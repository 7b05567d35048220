/** The part of a response body that is stored, for diagnosis. */
const maxBytes = 16 * 1024;

/** Only the status matters to a delivery, so a slow body is not awaited longer. Real milliseconds. */
const maxWaitMs = 200;

/**
 * Reads the beginning of a response body as text and cancels the rest, which would keep the connection open. Never throws:
 * unreadable parts are left out.
 */
export async function readResponseBody(response: Response): Promise<string> {
  // A custom `deliver` may respond without a stream.
  if (!response.body) return "";
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let missing = maxBytes;
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), maxWaitMs);
  });
  try {
    while (missing > 0) {
      const read = await Promise.race([reader.read(), timedOut]);
      if (read === undefined || read.done) break;
      chunks.push(read.value.subarray(0, missing));
      missing -= read.value.length;
    }
  } catch {
    // The connection was lost. What arrived before is kept.
  } finally {
    clearTimeout(timer);
    void reader.cancel().catch(() => undefined);
  }
  // SQLite ends a text at NUL, which would drop the rest of the body.
  return new TextDecoder().decode(Buffer.concat(chunks)).replaceAll("\0", "\u2400");
}
