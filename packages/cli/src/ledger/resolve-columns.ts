import { usageFault } from "../failure/command-failure.js";

/** What the columns of a ledger are called: our name, their name. */
export type ColumnNames = Readonly<Record<string, string>>;

/** The columns that are compared. The first three are required. */
export const ledgerColumns = [
  "tracking_id",
  "amount",
  "currency",
  "transaction_id",
  "type",
  "status",
] as const;

/** One of the columns that are compared. */
export type LedgerColumn = (typeof ledgerColumns)[number];

/** Which of their columns holds ours: its place among theirs. */
export type ResolvedColumns = Partial<Record<LedgerColumn, number>>;

const required: readonly LedgerColumn[] = ["tracking_id", "amount", "currency"];
// Our own export uses the name of the wire.
const otherNames: Partial<Record<LedgerColumn, string>> = { type: "transaction_type" };

/**
 * Finds each column by its name, whatever its capitals and the blanks around it. Two columns for one name are refused:
 * which of them counts is not ours to choose.
 *
 * @throws CommandFailure naming the place and the column
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
      throw usageFault(
        `${place}: ${both} both name the column ${column}. Remove one, or choose with --column ${column}=its-name.`,
      );
    }
    resolved[column] = at;
  }
  const used = Object.values(resolved);
  if (new Set(used).size < used.length) {
    throw usageFault("--column: two names are given to one column. Name each column once.");
  }
  return resolved;
}

/** @throws CommandFailure when `--column` names none of ours */
export function checkColumnNames(names: ColumnNames): void {
  for (const name of Object.keys(names)) {
    if (ledgerColumns.some((column) => column === name)) continue;
    throw usageFault(`--column: there is no ${name}; there are ${ledgerColumns.join(", ")}.`);
  }
}

function missing(column: string, name: string, theirs: readonly string[], place: string): Error {
  const there = theirs.map((one) => one.trim()).join(", ");
  return usageFault(
    `${place}: ${name} is missing, there is only ${there || "nothing"}. ` +
      `If the column has another name: --column ${column}=its-name.`,
  );
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
