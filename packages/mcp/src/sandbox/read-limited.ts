import { ToolError } from "../tool/tool-error.js";

/**
 * Reads a response as text.
 *
 * @throws ToolError for a longer response
 */
export async function readLimited(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new ToolError(
        `The response of the sandbox has more than ${maxBytes} bytes. Pass a lower limit.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
