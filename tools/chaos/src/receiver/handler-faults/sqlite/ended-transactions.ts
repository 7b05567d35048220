import { toSqliteFaults } from "./sqlite-faults.js";

/** Raw SQL that ends the inbox's transaction or changes its connection, by name. */
const texts = {
  COMMIT: "COMMIT",
  "COMMIT;": "commit;",
  END: "END TRANSACTION",
  ROLLBACK: "ROLLBACK",
  "ROLLBACK; BEGIN": "ROLLBACK; BEGIN",
  "COMMIT; BEGIN": "COMMIT; BEGIN IMMEDIATE",
  "COMMIT behind a comment": "/* done */ COMMIT",
  "ROLLBACK behind a comment": "-- undo\nROLLBACK",
  "COMMIT behind a statement": "SELECT ';'; COMMIT",
  ATTACH: "ATTACH ':memory:' AS other",
  VACUUM: "VACUUM",
  "PRAGMA synchronous": "PRAGMA synchronous = OFF",
  "PRAGMA journal_mode": "PRAGMA journal_mode = MEMORY",
};

/** Ends the transaction before or after the effect, continues, and returns or throws. */
export const sqliteEndings = toSqliteFaults({
  ...Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      (tx: { exec(text: string): unknown }) => void tx.exec(text),
    ]),
  ),
  "a prepared COMMIT": (tx) => void tx.prepare("COMMIT").run(),
  "a prepared ROLLBACK": (tx) => void tx.prepare("ROLLBACK").run(),
  "ROLLBACK, then BEGIN": (tx) => {
    tx.exec("ROLLBACK");
    tx.exec("BEGIN");
  },
});
