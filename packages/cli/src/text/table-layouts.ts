import { displayWidth } from "./display-width.js";
import { type Line, type Part, styled, toPlain } from "./part.js";
import { widthOf, wrap } from "./wrap.js";

/** A column of a table. */
export interface Column {
  readonly head: string;
  readonly align?: "right";
  /** Reserves space for later rows. */
  readonly minWidth?: number;
  /** Moves below the row if the table is too wide. */
  readonly isDetail?: boolean;
  /** A sentence that may take several lines. Only the last column can. */
  readonly isProse?: boolean;
}

/** A column with its width. */
export interface SizedColumn extends Column {
  readonly index: number;
  readonly width: number;
}

export type Row = readonly Part[];

const gap = 2;

/** Prose in a narrower column is hard to read. */
const minProseWidth = 24;

/** The columns that a row takes. Space for prose is always reserved, so that the first text does not change the layout. */
export function gridWidth(columns: readonly SizedColumn[]): number {
  const widths = columns.map(({ width, isProse }) => (isProse === true ? minProseWidth : width));
  return widths.reduce((sum, width) => sum + gap + width, -gap);
}

/** The heads of the columns. */
export function toHead(columns: readonly SizedColumn[], tableWidth: number): Line {
  const heads: Part[] = [];
  for (const { head, index } of columns) heads[index] = styled("strong", head);
  return toGrid(columns, heads, tableWidth)[0] ?? [];
}

/** A row below the heads. Only prose takes more than one line. */
export function toGrid(columns: readonly SizedColumn[], row: Row, tableWidth: number): Line[] {
  const line: Part[] = [];
  let start = 0;
  let more: Line[] = [];
  for (const [at, column] of columns.entries()) {
    const cell = row[column.index] ?? "";
    const padding = " ".repeat(Math.max(0, column.width - widthOf([cell])));
    if (at > 0) line.push(" ".repeat(gap));
    if (column.isProse === true) {
      const [first = [], ...rest] = wrap([cell], tableWidth - start);
      line.push(...first);
      more = rest.map((one) => [" ".repeat(start), ...one]);
    } else if (column.align === "right") line.push(padding, cell);
    else line.push(cell, padding);
    start += column.width + gap;
  }
  return [trimEnd(line), ...more];
}

/** The values that do not fit beside the others, each with its head: on one line if they fit. */
export function toDetails(columns: readonly SizedColumn[], row: Row, tableWidth: number): Line[] {
  const details = columns
    .filter(({ index }) => (row[index] ?? "") !== "")
    .map(({ head, index }): Line => [styled("faint", `${head}:`), " ", row[index] ?? ""]);
  const indent = "  ";
  const joined = details.flatMap((detail, at) => [at === 0 ? indent : "  ", ...detail]);
  if (details.length > 0 && widthOf(joined) <= tableWidth) return [joined];
  return details.flatMap((detail) =>
    wrap(detail, tableWidth - 2 * indent.length).map((line, at) => [
      at === 0 ? indent : indent + indent,
      ...line,
    ]),
  );
}

/** A row as a list of its values, for a terminal that is too narrow for a table. */
export function toRecord(columns: readonly SizedColumn[], row: Row, tableWidth: number): Line[] {
  const headWidth = Math.max(...columns.map(({ head }) => displayWidth(head)));
  const start = headWidth + gap;
  return columns.flatMap(({ head, index, isProse }): Line[] => {
    const cell = row[index] ?? "";
    if (cell === "") return [];
    const lines = isProse === true ? wrap([cell], tableWidth - start) : [[cell]];
    return lines.map((line, at) => {
      const left = at === 0 ? styled("strong", head) : "";
      return [left, " ".repeat(start - widthOf([left])), ...line];
    });
  });
}

/** Padding at the end of a line would be copied with it. */
function trimEnd(line: Part[]): Line {
  while (line.length > 0 && toPlain(line.at(-1) ?? "").trim() === "") line.pop();
  return line;
}
