// What a spreadsheet takes for a formula and runs, the full-width signs of East Asian ones included.
const formula = /^[=+\-@\t\r\n＝＋－＠]/;
// Apostrophes before it get one more, so that each guarded cell has exactly one original.
const toGuard = /^'*[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^'+[=+\-@\t\r\n＝＋－＠]/;

/**
 * Returns a cell that a spreadsheet shows as text. A customer who chooses a user_id such as `=HYPERLINK(…)` would
 * otherwise have it run on the accountant's machine. Adds one apostrophe; `unguardFormula` takes exactly that one away.
 */
export function guardFormula(cell: string): string {
  return toGuard.test(cell) ? `'${cell}` : cell;
}

/** The cell that `guardFormula` returned this text for. */
export function unguardFormula(cell: string): string {
  return guarded.test(cell) ? cell.slice(1) : cell;
}

/** True for a cell that `guardFormula` never returns: it was written without the guard. */
export function isUnguardedFormula(cell: string): boolean {
  return formula.test(cell);
}
