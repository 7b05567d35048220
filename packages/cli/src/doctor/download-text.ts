/** Enough for a ledger of a million lines. An endless response must not exhaust the memory. */
const maxBytes = 32 * 1024 * 1024;

/**
 * Reads the text of a response. The limit applies to the decompressed bytes.
 *
 * @throws Error when the response is longer than 32 MiB
 */
export async function downloadText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  // Leaving the loop early cancels the rest.
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) throw new Error(`the response exceeds ${maxBytes} bytes`);
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
