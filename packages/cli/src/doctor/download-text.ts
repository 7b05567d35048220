/** A ledger of a million lines; a response without an end must not fill the memory. */
const mostBytes = 32 * 1024 * 1024;

/**
 * A response's text, counted after decompression while it arrives.
 *
 * @throws Error when it is longer than 32 MiB
 */
export async function downloadText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  // Leaving the loop early cancels the rest.
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > mostBytes) throw new Error(`the response exceeds ${mostBytes} bytes`);
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
