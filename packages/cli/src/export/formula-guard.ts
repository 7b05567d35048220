// A spreadsheet runs a cell that starts with one of these signs, or their full-width forms, as a formula. One with another
// separator splits the cell, and ignores a quotation mark before the formula.

// A formula that already has apostrophes gets another one, so that each guarded cell has exactly one original.
const toGuard = /(?<=^|[,;|\t\r\n])(?=['"]*[=+\-@\t\r\n＝＋－＠])/g;
const guarded = /(?<=^|[,;|\t\r\n])'(?=['"]*[=+\-@\t\r\n＝＋－＠])/g;
const unguarded = /(?<=^|[,;|\t\r\n])(?!')(?=['"]*[=+\-@\t\r\n＝＋－＠])/;

/** A negative amount is a number and not a formula, and sums need it as a number. */
const isNumber = (cell: string): boolean => /^-\d+(?:\.\d+)?$/.test(cell);

/**
 * Makes a spreadsheet show a formula as text, by adding an apostrophe. Otherwise a customer's user_id such as
 * `=HYPERLINK(…)` or `x;=HYPERLINK(…)` would run on the accountant's machine. `unguardFormula` removes exactly these
 * apostrophes.
 */
export function guardFormula(cell: string): string {
  return isNumber(cell) ? cell : cell.replace(toGuard, "'");
}

/** Reverses `guardFormula`. */
export function unguardFormula(cell: string): string {
  return cell.replace(guarded, "");
}

/** True for a cell that `guardFormula` never returns, so the file was written without it. */
export function isUnguardedFormula(cell: string): boolean {
  return !isNumber(cell) && unguarded.test(cell);
}
