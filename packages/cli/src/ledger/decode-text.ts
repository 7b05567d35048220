import { usageError } from "../failure/command-failure.js";

/**
 * Decodes UTF-8, or UTF-16 with a byte order mark, as Excel and PowerShell write it. Invalid bytes are an error, because
 * a replacement character would change an id.
 *
 * @throws CommandFailure naming the file, when it is neither
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe
      ? "utf-16le"
      : first === 0xfe && second === 0xff
        ? "utf-16be"
        : "utf-8";
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw usageError(`Cannot read ${file} as ${encoding.toUpperCase()}. Save it as UTF-8.`);
  }
  if (text.includes("\0")) {
    throw usageError(`Cannot read ${file}, because it contains NUL characters. Save it as UTF-8.`);
  }
  return text;
}
