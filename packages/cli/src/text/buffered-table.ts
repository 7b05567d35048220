import type { Block } from "./block.js";
import type { Column, Row } from "./table-layouts.js";
import { createTable } from "./table.js";

/** A table that is printed when its rows are known, so that they are aligned. */
export interface BufferedTable {
  add(rows: readonly Row[]): Promise<void>;
  /** Prints the rows that were not printed yet. */
  flush(): Promise<void>;
  /** True if nothing was added. */
  isEmpty(): boolean;
}

/** Limits the memory. The columns of later rows may be wider. */
const rowsAtOnce = 1_000;

/** Creates a table. */
export function createBufferedTable(
  columns: readonly Column[],
  print: (block: Block) => Promise<void>,
): BufferedTable {
  const addRows = createTable(columns);
  let pending: readonly Row[] = [];
  let isEmpty = true;
  const flush = async (): Promise<void> => {
    const rows = pending;
    pending = [];
    if (rows.length > 0) await print(addRows(rows));
  };
  return {
    async add(rows) {
      isEmpty &&= rows.length === 0;
      pending = [...pending, ...rows];
      if (pending.length >= rowsAtOnce) await flush();
    },
    flush,
    isEmpty: () => isEmpty,
  };
}
