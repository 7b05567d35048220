import { usageError } from "../failure/command-failure.js";

/** The column names of a ledger, by field. */
export type ColumnNames = Readonly<Record<string, string>>;

/** The compared fields. The first three are required. */
export const ledgerColumns = [
  "tracking_id",
  "amount",
  "currency",
  "transaction_id",
  "type",
  "status",
] as const;

/** A compared field. */
export type LedgerColumn = (typeof ledgerColumns)[number];

/** The index of each field's column. */
export type ResolvedColumns = Partial<Record<LedgerColumn, number>>;

const required: readonly LedgerColumn[] = ["tracking_id", "amount", "currency"];
// The name in `transactions export`.
const otherNames: Partial<Record<LedgerColumn, string>> = { type: "transaction_type" };

/**
 * Finds each column by its name, ignoring case and surrounding whitespace.
 *
 * @throws CommandFailure naming the place and the column, when a column is missing or ambiguous
 */
export function resolveColumns(
  theirs: readonly string[],
  names: ColumnNames,
  place: string,
): ResolvedColumns {
  const resolved: ResolvedColumns = {};
  for (const column of ledgerColumns) {
    const chosen = names[column];
    const wanted = chosen === undefined ? [column, otherNames[column]] : [chosen];
    const found = theirs.flatMap((name, at) =>
      wanted.some((one) => one !== undefined && isSameName(one, name)) ? [at] : [],
    );
    const [at, ...more] = found;
    if (at === undefined) {
      if (required.includes(column) || chosen !== undefined) {
        throw missing(column, chosen ?? column, theirs, place);
      }
      continue;
    }
    if (more.length > 0) {
      const both = found.map((one) => JSON.stringify(theirs[one])).join(" and ");
      throw usageError(
        `${place}: the columns ${both} both match ${column}. Remove one, or choose with --column ${column}=name.`,
      );
    }
    resolved[column] = at;
  }
  const used = Object.values(resolved);
  if (new Set(used).size < used.length) {
    throw usageError("--column maps two fields to the same column. Use each column once.");
  }
  return resolved;
}

/** @throws CommandFailure when `--column` contains an unknown field */
export function checkColumnNames(names: ColumnNames): void {
  for (const name of Object.keys(names)) {
    if (ledgerColumns.some((column) => column === name)) continue;
    throw usageError(`Unknown field ${name} in --column. Use one of ${ledgerColumns.join(", ")}.`);
  }
}

function missing(column: string, name: string, theirs: readonly string[], place: string): Error {
  const existing = theirs.map((one) => one.trim()).join(", ");
  return usageError(
    `${place}: the column ${name} is missing. The columns are ${existing || "empty"}. ` +
      `If it has another name, pass --column ${column}=name.`,
  );
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
