import type { Block, Layout } from "./block.js";
import { displayWidth } from "./display-width.js";
import { type Line, mapText, toPlain } from "./part.js";
import {
  type Column,
  gridWidth,
  type Row,
  type SizedColumn,
  toDetails,
  toGrid,
  toHead,
  toRecord,
} from "./table-layouts.js";
import { widthOf } from "./wrap.js";

/** Lays out rows below those that were added before. */
export type AddRows = (rows: readonly Row[]) => Block;

/**
 * Creates a table whose rows can arrive over time. Its head is repeated when a later row needs wider columns. If the table
 * is wider than the terminal, details move below their row; if it still is, each row becomes a list. No value is cut.
 */
export function createTable(columns: readonly Column[]): AddRows {
  let sized = columns.map((column, index): SizedColumn => ({
    ...column,
    index,
    width: Math.max(displayWidth(column.head), column.minWidth ?? 0),
  }));
  let shownHead: string | undefined;
  return (rows) => (layout) => {
    const clean = rows.map((row) => row.map((cell) => mapText(cell, layout.clean)));
    sized = grow(sized, clean);
    const { head, toLines } = chooseLayout(sized, layout);
    const lines = clean.flatMap((row, at) => [
      ...(head === undefined && (at > 0 || shownHead !== undefined) ? [[]] : []),
      ...toLines(row),
    ]);
    const text = head?.map(toPlain).join("") ?? "";
    const isNew = text !== shownHead;
    const between: Line[] = shownHead === undefined ? [] : [[]];
    shownHead = text;
    return head === undefined || !isNew ? lines : [...between, head, ...lines];
  };
}

function grow(columns: readonly SizedColumn[], rows: readonly Row[]): SizedColumn[] {
  return columns.map((column) => {
    const width = rows.reduce(
      (widest, row) => Math.max(widest, widthOf(row.slice(column.index, column.index + 1))),
      column.width,
    );
    return { ...column, width };
  });
}

function chooseLayout(
  columns: readonly SizedColumn[],
  { tableWidth }: Layout,
): { head: Line | undefined; toLines: (row: Row) => Line[] } {
  if (gridWidth(columns) <= tableWidth) {
    return {
      head: toHead(columns, tableWidth),
      toLines: (row) => toGrid(columns, row, tableWidth),
    };
  }
  // As few details as possible, the last ones first.
  const details = columns.filter(({ isDetail }) => isDetail === true);
  for (let kept = details.length - 1; kept >= 0; kept -= 1) {
    const below = details.slice(kept);
    const main = columns.filter((column) => !below.includes(column));
    if (gridWidth(main) > tableWidth) continue;
    return {
      head: toHead(main, tableWidth),
      toLines: (row) => [...toGrid(main, row, tableWidth), ...toDetails(below, row, tableWidth)],
    };
  }
  return { head: undefined, toLines: (row) => toRecord(columns, row, tableWidth) };
}
