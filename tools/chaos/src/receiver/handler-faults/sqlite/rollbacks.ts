import { toSqliteFaults } from "./sqlite-faults.js";

/** Statements whose failure rolls the whole transaction back. What follows would be committed one by one. */
export const sqliteRollbacks = toSqliteFaults({
  "OR ROLLBACK": (tx) => tx.exec("INSERT OR ROLLBACK INTO customers VALUES ('one'), ('one')"),
  "ON CONFLICT ROLLBACK": (tx) => tx.exec("INSERT INTO strict VALUES ('one'), ('one')"),
  "RAISE(ROLLBACK)": (tx) => tx.prepare("INSERT INTO refusals VALUES (?)").run("no"),
});
