import { drizzleOn } from "../query-builders.js";

/** Raw text that ends or resets the transaction of the inbox, by name. */
const texts = {
  COMMIT: "COMMIT",
  "COMMIT;": "commit;",
  END: "END",
  "COMMIT WORK": "COMMIT WORK",
  ROLLBACK: "ROLLBACK",
  ABORT: "ABORT TRANSACTION",
  "ROLLBACK; BEGIN": "ROLLBACK; BEGIN",
  "COMMIT; BEGIN": "COMMIT; BEGIN",
  "COMMIT AND CHAIN": "COMMIT AND CHAIN",
  "ROLLBACK AND CHAIN": "ROLLBACK AND CHAIN",
  "COMMIT behind a comment": "/* done /* really */ */ COMMIT",
  "ROLLBACK behind a comment": "-- undo\nROLLBACK",
  "COMMIT behind a statement": "SELECT ';'; COMMIT",
  "COMMIT in a block": "DO $$ BEGIN COMMIT; END $$",
  "RESET ALL": "RESET ALL",
  "DISCARD ALL": "DISCARD ALL",
  "RESET and SET": "RESET ALL; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
};

/** Ways to run one of them: `end` does. */
const ends = {
  ...Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, ({ run }) => run(text)]),
  ),
  "PREPARE TRANSACTION": ({ run, entry }) => run(`PREPARE TRANSACTION '${entry.key}'`),
  "ROLLBACK, then BEGIN": async ({ run }) => {
    await run("ROLLBACK");
    await run("BEGIN");
  },
  "COMMIT by a query builder": ({ tx }) => drizzleOn(tx, (db) => db.query("COMMIT")),
  "ROLLBACK by a query builder": ({ tx }) => drizzleOn(tx, (db) => db.query("ROLLBACK")),
};

/** Ends the transaction before or after the effect, goes on, and returns or throws. */
export const endedTransactions = Object.fromEntries(
  Object.entries(ends).flatMap(([name, end]) => [
    [
      `${name}, then the effect`,
      async (work) => {
        await ignore(end(work));
        return await work.book();
      },
    ],
    [
      `the effect, then ${name}`,
      async (work) => {
        const isTaken = await work.book();
        await ignore(end(work));
        return isTaken;
      },
    ],
    [
      `the effect, then ${name} and a failure`,
      async (work) => {
        await work.book();
        await ignore(end(work));
        throw new Error("Out of stock");
      },
    ],
  ]),
);

/** As a handler does that wraps what may fail in `try` and logs. */
async function ignore(promise) {
  await promise.catch(() => undefined);
}
