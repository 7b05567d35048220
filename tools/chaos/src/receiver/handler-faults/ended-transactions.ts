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

/** The same in MariaDB, where many statements commit, and several in one text are allowed here. */
const mysqlTexts = {
  COMMIT: "COMMIT",
  "COMMIT;": "commit;",
  "COMMIT WORK": "COMMIT WORK",
  ROLLBACK: "ROLLBACK",
  "ROLLBACK; BEGIN": "ROLLBACK; BEGIN",
  "COMMIT; BEGIN": "COMMIT; BEGIN",
  "COMMIT AND CHAIN": "COMMIT AND CHAIN",
  "ROLLBACK AND CHAIN": "ROLLBACK AND CHAIN",
  "COMMIT behind a comment": "/* done */ COMMIT",
  "ROLLBACK behind a comment": "# undo\nROLLBACK",
  "COMMIT in a comment that runs": "/*! COMMIT */",
  "COMMIT behind a statement": "SELECT ';'; COMMIT",
  "COMMIT in a procedure": "CALL finish()",
  "COMMIT in a text": "EXECUTE IMMEDIATE 'COMMIT'",
  autocommit: "SET autocommit = 1",
  "CREATE TABLE": "CREATE TABLE IF NOT EXISTS others (id int)",
  TRUNCATE: "TRUNCATE shelves",
  "LOCK TABLES": "LOCK TABLES ledger WRITE",
  "ANALYZE TABLE": "ANALYZE TABLE ledger",
  "XA START": "XA START 'a'",
  "settings of the session": "SET SESSION sql_mode = '', SESSION completion_type = 1",
};

type EndTransaction = (work: HandlerWork) => Promise<void>;

const byText = (all: Record<string, string>): Record<string, EndTransaction> =>
  Object.fromEntries(
    Object.entries(all).map(([name, text]): [string, EndTransaction] => [
      name,
      ({ run }) => run(text),
    ]),
  );

const rollBackAndBegin: EndTransaction = async ({ run }) => {
  await run("ROLLBACK");
  await run("BEGIN");
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
const toFaults = (endings: Record<string, EndTransaction>): HandlerFaults =>
  Object.fromEntries(
    Object.entries(endings).flatMap(([name, end]): [string, HandlerFault][] => [
      [`${name}, then the effect`, beforeEffect(end)],
      [`the effect, then ${name}`, afterEffect(end)],
      [`the effect, then ${name} and a failure`, afterEffectThenThrow(end)],
    ]),
  );

export const postgresEndings: HandlerFaults = toFaults({
  ...byText(texts),
  "PREPARE TRANSACTION": ({ run, entry }) => run(`PREPARE TRANSACTION '${entry.key}'`),
  "ROLLBACK, then BEGIN": rollBackAndBegin,
  "COMMIT by a query builder": ({ tx }) => withDrizzle(tx, (db) => db.query("COMMIT")),
  "ROLLBACK by a query builder": ({ tx }) => withDrizzle(tx, (db) => db.query("ROLLBACK")),
});

/** Methods of a connection of mysql2 that handlers have in `tx`. */
type Connection = Record<"beginTransaction" | "commit" | "rollback", () => Promise<void>>;

export const mysqlEndings: HandlerFaults = toFaults({
  ...byText(mysqlTexts),
  "ROLLBACK, then BEGIN": rollBackAndBegin,
  "commit()": ({ tx }) => (tx as unknown as Connection).commit(),
  "rollback()": ({ tx }) => (tx as unknown as Connection).rollback(),
  "commit() and beginTransaction()": async ({ tx }) => {
    await (tx as unknown as Connection).commit();
    await (tx as unknown as Connection).beginTransaction();
  },
});
