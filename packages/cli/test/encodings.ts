/** A text as programs on Windows save it. */
export const encodings: readonly [name: string, encode: (text: string) => Uint8Array][] = [
  ["UTF-8 with CRLF", (text) => Buffer.from(`${text}\r\n`)],
  ["UTF-8 with a byte order mark", (text) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-16LE", (text) => Buffer.from(`\uFEFF${text}\r\n`, "utf16le")],
  ["UTF-16BE", (text) => Buffer.from(`\uFEFF${text}\r\n`, "utf16le").swap16()],
];
