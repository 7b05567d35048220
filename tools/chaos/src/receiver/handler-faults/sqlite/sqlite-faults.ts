import type { HandlerFault, HandlerFaults, SqliteTx, SqliteWork } from "../handler-work.js";

/** Something that goes wrong beside the effect. It may throw. */
type Mishap = (tx: SqliteTx) => void;

/** Runs something and ignores its error, like a handler that catches and logs. */
export function ignoreError(run: () => unknown) {
  try {
    run();
  } catch {
    // Ignored on purpose.
  }
}

const before =
  (mishap: Mishap): HandlerFault<SqliteWork> =>
  ({ tx, append }) => {
    ignoreError(() => mishap(tx));
    append();
    return true;
  };

const after =
  (mishap: Mishap): HandlerFault<SqliteWork> =>
  ({ tx, append }) => {
    append();
    ignoreError(() => mishap(tx));
    return true;
  };

const afterThenThrow =
  (mishap: Mishap): HandlerFault<SqliteWork> =>
  ({ tx, append }) => {
    append();
    ignoreError(() => mishap(tx));
    throw new Error("Out of stock.");
  };

/** Each mishap before or after the effect. The handler ignores its error, and returns or throws. */
export function toSqliteFaults(mishaps: Record<string, Mishap>): HandlerFaults<SqliteWork> {
  return Object.fromEntries(
    Object.entries(mishaps).flatMap(([name, mishap]): [string, HandlerFault<SqliteWork>][] => [
      [`${name}, then the effect`, before(mishap)],
      [`the effect, then ${name}`, after(mishap)],
      [`the effect, then ${name} and a failure`, afterThenThrow(mishap)],
    ]),
  );
}
