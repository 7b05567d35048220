import type { Words } from "./steps.js";

/** The statements of MariaDB. */
export const mysqlWords: Words = {
  begin: ["BEGIN", "begin work", "START TRANSACTION", "START TRANSACTION READ WRITE"],
  commit: ["COMMIT", "COMMIT WORK AND NO CHAIN", "commit no release"],
  rollback: ["ROLLBACK", "rollback work", "ROLLBACK AND NO CHAIN"],
  named(kind, name, isLong) {
    if (kind === "savepoint") return `SAVEPOINT ${name}`;
    if (kind === "release") return `RELEASE SAVEPOINT ${name}`;
    return `ROLLBACK TO ${isLong ? "SAVEPOINT " : ""}${name}`;
  },
  before: ["", " ", "\n\t", "/* a ; */ ", "-- COMMIT;\n", "# ;\n", "/*!50000 */"],
  after: ["", ";", " ;;", " -- ;\n", "/* end */", " #"],
  forbidden: [
    "COMMIT AND CHAIN",
    "ROLLBACK RELEASE",
    "COMMIT; BEGIN",
    "SELECT 1; COMMIT",
    "SET autocommit = 1",
    "SET @@session.autocommit = 1",
    "SET TRANSACTION READ ONLY",
    "TRUNCATE effects",
    "CREATE TABLE other (a int)",
    "ALTER TABLE effects ADD other int",
    "LOCK TABLES effects WRITE",
    "ANALYZE TABLE effects",
    "FLUSH TABLES",
    "CALL ends()",
    "PREPARE s FROM 'COMMIT'",
    "EXECUTE IMMEDIATE 'COMMIT'",
    "BEGIN NOT ATOMIC COMMIT; END",
    "XA START 'a'",
    "/*! COMMIT */",
    "/*M!100000 TRUNCATE effects */",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT",
    String.raw`SELECT 'a\'; COMMIT; -- '`,
    String.raw`SELECT "\"", 1; ROLLBACK`,
    "SAVEPOINT numipay_hold",
    "ROLLBACK TO numipay_1",
  ],
  failing: [
    "SELECT * FROM missing",
    "SELECT ~0 + 1",
    "INSERT INTO parents VALUES (1), (1)",
    "SELECT SYNTAX FROM",
    "SELECT ends_inside()",
  ],
  settings: [
    "SET SESSION sql_mode = ''",
    "SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
    "SET NAMES latin1",
    "SET @a = 1",
    "SET foreign_key_checks = 0",
    "SET time_zone = '+05:45'",
    "SET completion_type = 1",
    "CREATE TEMPORARY TABLE IF NOT EXISTS temp (a int)",
    "DROP TEMPORARY TABLE IF EXISTS temp",
  ],
};
