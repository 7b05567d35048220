import { beginChange, reportCount } from "../report-pipe.js";
import { type HandlerFaults, type HandlerWork, ignoreRejection } from "./handler-work.js";

/**
 * Forgets an `await`: a statement is still running, or starts, after the handler has returned.
 *
 * @param sleep a statement that takes a moment
 */
export const lateStatements = (sleep: string): HandlerFaults => ({
  // Its promise is not handled at all: a rejection inside the library must not end the process.
  "statement not awaited": async ({ tx, append }) => {
    const isAccepted = await append();
    void tx.query(sleep);
    return isAccepted;
  },
  "effect not awaited": async ({ append }) => {
    void ignoreRejection(append());
    return true;
  },
  // The first is running when the handler returns, the second starts afterwards.
  "second of two not awaited": async (work) => {
    const first = work.tx.query("SELECT 1");
    void ignoreRejection(first.then(() => appendLate(work)));
    return true;
  },
  "right after the return": async (work) => {
    const isAccepted = await work.append();
    appendLater(work, 0);
    return isAccepted;
  },
  "long after the return": async (work) => {
    const isAccepted = await work.append();
    appendLater(work, 20);
    return isAccepted;
  },
  "by a method taken earlier": async (work) => {
    const isAccepted = await work.append();
    const query = work.tx.query.bind(work.tx);
    appendLater({ ...work, append: () => work.append({ query }) }, 1);
    return isAccepted;
  },
  "after the handler threw": async (work) => {
    appendLater(work, 2);
    throw new Error("Out of stock.");
  },
});

/** Appends again after the handler has returned: one entry too many, unless the inbox rejects the statement. */
function appendLater(work: HandlerWork, delayMs: number) {
  const end = beginChange(work.entry.key);
  // An unhandled rejection would end the process, which is another fault.
  setTimeout(() => void ignoreRejection(appendLate(work)).finally(end), delayMs);
}

async function appendLate({ append }: HandlerWork) {
  reportCount("late");
  await append();
}
