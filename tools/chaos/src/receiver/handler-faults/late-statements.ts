import { begin, note } from "../witness.js";

/** Forgets an `await`: a statement runs on, or begins, after the handler has returned. */
export const lateStatements = {
  // Its promise goes straight to nobody: the library's own must not end the process.
  "statement not awaited": async ({ tx, book }) => {
    const isTaken = await book();
    void tx.query("SELECT pg_sleep(0.002)");
    return isTaken;
  },
  "effect not awaited": async ({ book }) => {
    void ignore(book());
    return true;
  },
  // The first is running when the handler returns, the second begins after.
  "second of two not awaited": async (work) => {
    const first = work.tx.query("SELECT 1");
    void ignore(first.then(() => bookLate(work)));
    return true;
  },
  "right after the return": async (work) => {
    const isTaken = await work.book();
    later(work, 0);
    return isTaken;
  },
  "long after the return": async (work) => {
    const isTaken = await work.book();
    later(work, 20);
    return isTaken;
  },
  "by a method taken earlier": async (work) => {
    const isTaken = await work.book();
    const query = work.tx.query.bind(work.tx);
    later({ ...work, book: () => work.book({ query }) }, 1);
    return isTaken;
  },
  "after the handler threw": async (work) => {
    later(work, 2);
    throw new Error("Out of stock");
  },
};

/** Books a second time, once the handler has returned: what is run then is one entry too many, or another's rollback. */
function later(work, ms) {
  const over = begin(work.entry.key);
  setTimeout(() => void ignore(bookLate(work)).finally(over), ms);
}

async function bookLate({ book }) {
  note("late");
  await book();
}

/** A rejection that is not caught would end the process, as Node does with each: that is another fault. */
async function ignore(promise) {
  await promise.catch(() => undefined);
}
