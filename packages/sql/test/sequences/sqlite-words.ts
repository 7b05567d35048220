import type { Words } from "./steps.js";

/** The statements of SQLite. */
export const sqliteWords: Words = {
  begin: ["BEGIN", "begin immediate", "BEGIN TRANSACTION", "BEGIN EXCLUSIVE TRANSACTION"],
  commit: ["COMMIT", "end", "COMMIT TRANSACTION", "End Transaction"],
  rollback: ["ROLLBACK", "rollback transaction"],
  named(kind, name, isLong) {
    if (kind === "savepoint") return `SAVEPOINT ${isLong ? `"${name}"` : name}`;
    if (kind === "release") return `RELEASE ${isLong ? "SAVEPOINT " : ""}${name}`;
    return `ROLLBACK ${isLong ? "TRANSACTION TO SAVEPOINT" : "TO"} ${name}`;
  },
  before: ["", " ", "\n\t", "/* a ; */ ", "-- COMMIT;\n", ";;"],
  after: ["", ";", " ;;", " -- ;\n", "/* end */"],
  forbidden: [
    "COMMIT; BEGIN",
    "ROLLBACK; BEGIN",
    "SELECT 1; COMMIT",
    "SELECT ';'; /* ; */ END; BEGIN",
    "SELECT 'it''s'; COMMIT",
    `SELECT "a""b"; ROLLBACK`,
    "SELECT [a;]; COMMIT",
    "ATTACH ':memory:' AS other",
    "VACUUM",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = OFF",
    "PRAGMA writable_schema = ON",
    "SAVEPOINT numipay_1",
    "ROLLBACK TO numipay_1",
    // Sent, and each rolls the whole transaction back.
    "INSERT OR ROLLBACK INTO parents VALUES (1), (1)",
    "INSERT INTO refusals VALUES (1)",
  ],
  failing: [
    "SELECT * FROM missing",
    "INSERT INTO parents VALUES (1), (1)",
    "INSERT OR FAIL INTO parents VALUES (NULL)",
    "SELECT SYNTAX FROM",
    "SELECT abs(-9223372036854775808)",
  ],
  settings: [
    "PRAGMA foreign_keys",
    "PRAGMA user_version = 7",
    "PRAGMA table_info(effects)",
    "CREATE TEMP TABLE IF NOT EXISTS kept (a)",
    "DROP TABLE IF EXISTS temp.kept",
    "CREATE TABLE IF NOT EXISTS others (a)",
    "ANALYZE",
  ],
};
