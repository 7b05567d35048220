import { describe, expect, it } from "vitest";
import { readText } from "../../../src/dialects/mysql/read-control.js";

const kindOf = (text: string) => readText(text).control.kind;

// Guards against a statement that commits the inbox's transaction: decision 0035.
describe("readText of MariaDB", () => {
  it.each([
    "SELECT 1",
    "  select 'a;b' -- ; commit",
    "INSERT INTO t VALUES ('it''s; COMMIT')",
    String.raw`INSERT INTO t VALUES ('it\'s')`,
    "WITH a AS (SELECT 1) SELECT * FROM a",
    "(SELECT 1) UNION (SELECT 2)",
    "SELECT 1; SELECT 2;",
    "SELECT 5--5",
    "SELECT /*+ NO_ICP(t) */ `commit` FROM t # ; COMMIT",
    "/*!50000 SELECT */ 1",
    "CREATE TEMPORARY TABLE t (a int)",
    "CREATE OR REPLACE TEMPORARY TABLE t (a int)",
    "DROP TEMPORARY TABLE t",
    "SET @autocommit = 1",
    "SET STATEMENT max_statement_time = 1 FOR SELECT 1",
    "LOAD DATA LOCAL INFILE 'x' INTO TABLE t",
    "ANALYZE FORMAT=JSON SELECT 1",
    "",
    "-- nothing",
  ])("passes %j", (text) => {
    expect(readText(text).control).toEqual({ kind: "none" });
  });

  it.each([
    ["BEGIN", "begin"],
    ["begin work", "begin"],
    ["START TRANSACTION", "begin"],
    ["START TRANSACTION READ WRITE", "begin"],
    ["COMMIT", "commit"],
    ["/* ; */ COMMIT -- now", "commit"],
    ["COMMIT WORK AND NO CHAIN NO RELEASE", "commit"],
    ["ROLLBACK", "rollback"],
    ["ROLLBACK TO a", "rollback-to"],
    ["ROLLBACK WORK TO SAVEPOINT `a`", "rollback-to"],
    ["SAVEPOINT a", "savepoint"],
    ["RELEASE SAVEPOINT a", "release"],
  ])("maps %j", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it.each([
    "COMMIT AND CHAIN",
    "COMMIT RELEASE",
    "START TRANSACTION READ ONLY",
    "START TRANSACTION WITH CONSISTENT SNAPSHOT",
    "BEGIN NOT ATOMIC COMMIT; END",
    "IF 1 THEN COMMIT; END IF",
    "SELECT 1; COMMIT",
    "SELECT 1; TRUNCATE t",
    "TRUNCATE t",
    "CREATE TABLE t (a int)",
    "create or replace table t (a int)",
    "DROP TABLE t",
    "ALTER TABLE t ADD b int",
    "RENAME TABLE a TO b",
    "LOCK TABLES t WRITE",
    "UNLOCK TABLES",
    "GRANT SELECT ON t TO u",
    "ANALYZE TABLE t",
    "OPTIMIZE TABLE t",
    "FLUSH TABLES",
    "LOAD INDEX INTO CACHE t",
    "CALL pays()",
    "PREPARE s FROM 'COMMIT'",
    "EXECUTE s",
    "EXECUTE IMMEDIATE 'COMMIT'",
    "XA START 'a'",
    "SET autocommit = 1",
    "SET @a = 1, @@session.autocommit = 1",
    "SET `autocommit` = 1",
    'SET "autocommit" = 1',
    "SET PASSWORD = 'x'",
    "SET TRANSACTION READ ONLY",
    "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
    "SET STATEMENT max_statement_time = 1 FOR COMMIT",
    "/*! COMMIT */",
    "/*!50000 COMMIT */",
    "/*M!100100 COMMIT */",
    "SELECT 1 /*! ; COMMIT */",
    "/*!99999 SELECT */ COMMIT",
    "#\nTRUNCATE t",
    "--\nTRUNCATE t",
    "-- SELECT 1\nDROP TABLE t",
    "SELECT 1 --\u00a0; COMMIT",
    "SELECT 1; -- \u0000; COMMIT",
    "DECLARE a int; BEGIN COMMIT; END",
    "BEGIN COMMIT; END",
    "SAVEPOINT numipay_hold",
    "ROLLBACK TO NUMIPAY_1",
    "SAVEPOINT `é`",
    "DELIMITER //",
    "SHUTDOWN",
    // With NO_BACKSLASH_ESCAPES, the string ends at the backslash.
    String.raw`SELECT 'a\'; COMMIT; -- '`,
    String.raw`SELECT "a\"; COMMIT; -- "`,
    // Without it, the string ends here.
    String.raw`SELECT 'a\' '; COMMIT; -- '`,
  ])("rejects %j", (text) => {
    expect(readText(text).control).toMatchObject({ kind: "rejected" });
  });

  it.each([
    ["SET NAMES latin1", true],
    ["SET SESSION sql_mode = ''", true],
    ["SET @a = 1, sql_mode = ''", true],
    ["SET @a = 1, @b = (SELECT 1, 2)", false],
    ["USE other", true],
    ["SELECT GET_LOCK('a', 1)", true],
    ["CREATE TEMPORARY TABLE t (a int)", true],
    ["SELECT 1", false],
  ])("finds what outlives the transaction in %j", (text, altersSession) => {
    expect(readText(text)).toMatchObject({ control: { kind: "none" }, altersSession });
  });
});
