import { beginChange, reportCount } from "../../report-pipe.js";
import type { HandlerFaults, SqliteWork } from "../handler-work.js";
import { ignoreError } from "./sqlite-faults.js";

/** Uses `tx` after the handler has returned, which a synchronous handler can only do from a callback. */
export const sqliteLateStatements: HandlerFaults<SqliteWork> = {
  "right after the return": (work) => {
    work.append();
    appendLater(work, 0);
    return true;
  },
  "long after the return": (work) => {
    work.append();
    appendLater(work, 20);
    return true;
  },
  "by a method taken earlier": (work) => {
    work.append();
    const prepare = work.tx.prepare.bind(work.tx);
    appendLater({ ...work, append: () => work.append({ prepare }) }, 1);
    return true;
  },
  "after the handler threw": (work) => {
    appendLater(work, 2);
    throw new Error("Out of stock.");
  },
  // The core rejects a handler that returns a promise.
  "in an async handler": async ({ append }) => {
    await Promise.resolve();
    ignoreError(() => append());
    return true;
  },
};

/** Appends again after the handler has returned: one entry too many, unless the inbox rejects the statement. */
function appendLater(work: SqliteWork, delayMs: number) {
  const end = beginChange(work.entry.key);
  setTimeout(() => {
    appendLate(work);
    end();
  }, delayMs);
}

function appendLate({ append }: SqliteWork) {
  reportCount("late");
  ignoreError(() => append());
}
