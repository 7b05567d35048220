import { usageFault } from "../failure/command-failure.js";

/**
 * The text of a file: UTF-8, or UTF-16 if it begins with that byte order mark, as Excel and PowerShell write it. Nothing
 * is replaced: a replaced letter would be another id.
 *
 * @throws CommandFailure naming the file when its bytes are neither
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
    throw usageFault(`${file}: is not ${encoding.toUpperCase()} text. Save it as UTF-8.`);
  }
  if (text.includes("\0")) throw usageFault(`${file}: holds NUL characters. Save it as UTF-8.`);
  return text;
}
