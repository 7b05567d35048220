/**
 * Breaks a text into lines of at most `width`: after a comma, colon or semicolon, and between words only if the part is longer
 * than a line. A single word is never broken.
 */
export function wrapText(text: string, width: number): string[] {
  const parts = text.split(/(?<=[,:;]) /).flatMap((part) => fill(part.split(" "), width));
  return fill(parts, width);
}

/** Joins pieces into lines. */
function fill(pieces: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + piece.length > width) lines.push(piece);
    else lines[lines.length - 1] = `${last} ${piece}`;
  }
  return lines;
}
