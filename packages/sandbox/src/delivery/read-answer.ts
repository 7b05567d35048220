/** What is kept of an answer: enough to find out what went wrong, and no more. */
const keptBytes = 16 * 1024;

/** The status alone decides about a delivery, so a body that trickles in is not waited for. Real milliseconds. */
const patienceMs = 200;

/**
 * Reads the beginning of an answer's body as text, and lets go of the rest, which would hold the connection.
 * Never throws: what cannot be read is left out.
 */
export async function readAnswer(response: Response): Promise<string> {
  // A `deliver` of the user's own may respond without a stream; its status counts all the same.
  if (!response.body) return "";
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let missing = keptBytes;
  let timer: NodeJS.Timeout | undefined;
  const outOfPatience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patienceMs);
  });
  try {
    while (missing > 0) {
      const read = await Promise.race([reader.read(), outOfPatience]);
      if (read === undefined || read.done) break;
      chunks.push(read.value.subarray(0, missing));
      missing -= read.value.length;
    }
  } catch {
    // The connection broke off: what came before it is kept.
  } finally {
    clearTimeout(timer);
    void reader.cancel().catch(() => undefined);
  }
  // SQLite ends a text at a NUL, and the rest of the answer would be lost.
  return new TextDecoder().decode(Buffer.concat(chunks)).replaceAll("\0", "\u2400");
}
