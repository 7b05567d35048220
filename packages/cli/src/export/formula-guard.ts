// What a spreadsheet runs as a formula, including full-width signs.
const formula = /^[=+\-@\t\r\n＝＋－＠]/;
// A cell that already starts with apostrophes gets another one, so that each guarded cell has exactly one original.
const toGuard = /^'*[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/;

/**
 * Makes a spreadsheet show a formula as text, by adding an apostrophe. Otherwise a customer's user_id such as
 * `=HYPERLINK(…)` would run on the accountant's machine. `unguardFormula` removes exactly that apostrophe.
 */
export function guardFormula(cell: string): string {
  return toGuard.test(cell) ? `'${cell}` : cell;
}

/** Reverses `guardFormula`. */
export function unguardFormula(cell: string): string {
  return guarded.test(cell) ? cell.slice(1) : cell;
}

/** True for a cell that `guardFormula` never returns, so the file was written without it. */
export function isUnguardedFormula(cell: string): boolean {
  return formula.test(cell);
}
