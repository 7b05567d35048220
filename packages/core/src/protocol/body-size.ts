/** 64 KiB, nearly three hundred times the size of a typical delivery. */
export const defaultMaxBodyBytes = 65_536;

/** True if a string is longer than `maxBytes` in UTF-8. */
export function isLargerThan(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  // No UTF-16 code unit takes more than 3 bytes.
  return text.length * 3 > maxBytes && new TextEncoder().encode(text).byteLength > maxBytes;
}
