import type { Transaction } from "@numipay/core";
import { escapeControls } from "@numipay/core/protocol";
import { toCsvLine } from "./csv-line.js";
import { guardFormula } from "./formula-guard.js";

/** The formats of an export. */
export type ExportFormat = "csv" | "jsonl";

/** Converts transactions to lines. */
export interface TransactionWriter {
  /** The header line, or an empty string. */
  readonly head: string;
  line(transaction: Transaction): string;
  /** Fields that the gateway sent and no column contains. */
  readonly leftOut: ReadonlySet<string>;
  /** The number of cells that got an apostrophe. */
  guarded(): number;
}

/** Writes every field of each transaction, as one JSON object per line. */
export function createJsonlWriter(): TransactionWriter {
  return {
    head: "",
    line: (transaction) => `${escapeControls(JSON.stringify(transaction))}\n`,
    leftOut: new Set(),
    guarded: () => 0,
  };
}

/** How to write CSV. */
export interface CsvFormat {
  /** Without it, formulas are guarded. */
  readonly isExact: boolean;
  readonly separator: CsvSeparator;
  /** Starts the file with a byte order mark, which Excel needs to read UTF-8. */
  readonly hasBom: boolean;
}

/** A separator of CSV. */
export type CsvSeparator = "," | ";" | "\t";

/** Writes the given columns. */
export function createCsvWriter(
  columns: readonly string[],
  { isExact, separator, hasBom }: CsvFormat,
): TransactionWriter {
  const known = new Set(columns);
  const leftOut = new Set<string>();
  let guarded = 0;
  return {
    head: `${hasBom ? "\uFEFF" : ""}${toCsvLine(columns, separator)}`,
    line(transaction) {
      const fields: Record<string, unknown> = { ...transaction };
      for (const name of Object.keys(fields)) if (!known.has(name)) leftOut.add(name);
      const cells = columns.map((column) => {
        const text = toText(Object.hasOwn(fields, column) ? fields[column] : undefined);
        const cell = isExact ? text : guardFormula(text);
        if (cell !== text) guarded += 1;
        return cell;
      });
      return toCsvLine(cells, separator);
    },
    leftOut,
    guarded: () => guarded,
  };
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
