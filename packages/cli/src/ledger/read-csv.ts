/** One record of a CSV text, and the line on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The records of a CSV text after RFC 4180: quoted cells, doubled quotes, line breaks within quotes, any line ending. Empty
 * lines are none.
 *
 * @throws SyntaxError naming the line of a quote that does not end, or is followed by more
 */
export function* readCsv(text: string, separator = ","): Generator<CsvRecord> {
  let line = 1;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const begins = line;
    const cells: string[] = [];
    for (let isLast = false; !isLast;) {
      const { cell, next } =
        text[at] === '"' ? readQuoted(text, at, line) : readBare(text, at, separator);
      line += cell.split("\n").length - 1;
      cells.push(cell);
      const end = /^\r\n|^[\r\n]/.exec(text.slice(next, next + 2))?.[0] ?? "";
      if (end === "" && next < text.length && text[next] !== separator) {
        throw new SyntaxError(`line ${line}: there is more after a closing quotation mark.`);
      }
      isLast = next >= text.length || end !== "";
      at = next + (isLast ? end.length : 1);
    }
    line += 1;
    if (cells.length > 1 || cells[0] !== "") yield { line: begins, cells };
  }
}

function readQuoted(text: string, start: number, line: number): { cell: string; next: number } {
  const quoted = /"((?:[^"]|"")*)"/y;
  quoted.lastIndex = start;
  const match = quoted.exec(text);
  if (match === null) throw new SyntaxError(`line ${line}: a quotation mark is not closed.`);
  return { cell: (match[1] ?? "").replaceAll('""', '"'), next: quoted.lastIndex };
}

function readBare(text: string, start: number, separator: string): { cell: string; next: number } {
  let next = start;
  while (next < text.length && !["\r", "\n", separator].includes(text[next] ?? "")) next += 1;
  return { cell: text.slice(start, next), next };
}
