import { withDrizzle } from "../query-builders.js";
import {
  type HandlerFault,
  type HandlerFaults,
  type HandlerWork,
  ignoreRejection,
} from "./handler-work.js";

/** Raw SQL that ends or resets the inbox's transaction, by name. */
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

type EndTransaction = (work: HandlerWork) => Promise<void>;

const endings: Record<string, EndTransaction> = {
  ...Object.fromEntries(
    Object.entries(texts).map(([name, text]): [string, EndTransaction] => [
      name,
      ({ run }) => run(text),
    ]),
  ),
  "PREPARE TRANSACTION": ({ run, entry }) => run(`PREPARE TRANSACTION '${entry.key}'`),
  "ROLLBACK, then BEGIN": async ({ run }) => {
    await run("ROLLBACK");
    await run("BEGIN");
  },
  "COMMIT by a query builder": ({ tx }) => withDrizzle(tx, (db) => db.query("COMMIT")),
  "ROLLBACK by a query builder": ({ tx }) => withDrizzle(tx, (db) => db.query("ROLLBACK")),
};

const beforeEffect =
  (end: EndTransaction): HandlerFault =>
  async (work) => {
    await ignoreRejection(end(work));
    return await work.append();
  };

const afterEffect =
  (end: EndTransaction): HandlerFault =>
  async (work) => {
    const isAccepted = await work.append();
    await ignoreRejection(end(work));
    return isAccepted;
  };

const afterEffectThenThrow =
  (end: EndTransaction): HandlerFault =>
  async (work) => {
    await work.append();
    await ignoreRejection(end(work));
    throw new Error("Out of stock.");
  };

/** Ends the transaction before or after the effect, continues, and returns or throws. */
export const endedTransactions: HandlerFaults = Object.fromEntries(
  Object.entries(endings).flatMap(([name, end]): [string, HandlerFault][] => [
    [`${name}, then the effect`, beforeEffect(end)],
    [`the effect, then ${name}`, afterEffect(end)],
    [`the effect, then ${name} and a failure`, afterEffectThenThrow(end)],
  ]),
);
