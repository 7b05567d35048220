import { describe, expect, it } from "vitest";
import { readText } from "../../../src/dialects/sqlite/read-control.js";

const kindOf = (text: string) => readText(text).control.kind;

describe("readText of SQLite", () => {
  it.each([
    ["BEGIN", "begin"],
    ["begin immediate transaction", "begin"],
    ["BEGIN EXCLUSIVE;", "begin"],
    ["COMMIT", "commit"],
    ["END TRANSACTION", "commit"],
    ["-- end\n commit;;", "commit"],
    ["/* a /* b */COMMIT", "commit"],
    ["\ufeffCOMMIT", "commit"],
    ["ROLLBACK TRANSACTION", "rollback"],
    ["ROLLBACK TRANSACTION TO SAVEPOINT a", "rollback-to"],
    ["savepoint [a b]", "savepoint"],
    ["RELEASE 'a'", "release"],
  ])("finds the control in %j", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it.each([
    "SELECT 'COMMIT; ROLLBACK'",
    'SELECT 1 AS "a;COMMIT"',
    "SELECT 1 AS [a;COMMIT]",
    "SELECT 1 AS `a``;COMMIT`",
    "SELECT 1 -- ; COMMIT",
    "SELECT 1 /* ; COMMIT */ ; SELECT 2",
    "SELECT CASE WHEN 1 THEN 2 END",
    "EXPLAIN COMMIT",
    "INSERT OR ROLLBACK INTO t VALUES (1)",
    "CREATE TRIGGER t AFTER INSERT ON e BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; DELETE FROM e; END",
    "CREATE TEMP TRIGGER begin AFTER INSERT ON e BEGIN SELECT 1; END; SELECT 2",
    "PRAGMA table_info(effects)",
    "PRAGMA main.foreign_key_check",
    "PRAGMA defer_foreign_keys = ON",
    "PRAGMA synchronous",
  ])("finds no control in %j", (text) => {
    expect(kindOf(text)).toBe("none");
  });

  it.each([
    "SELECT 1; COMMIT",
    "COMMIT; BEGIN",
    "CREATE TRIGGER t AFTER INSERT ON e BEGIN SELECT 1; END; COMMIT",
    "SELECT ']' AS [a'];COMMIT --",
    "ATTACH 'other.db' AS other",
    "DETACH other",
    "VACUUM",
    "VACUUM INTO 'copy.db'",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA main.journal_mode(delete)",
    'PRAGMA "synchronous" = OFF',
    "PRAGMA synchronous = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA ignore_check_constraints = ON",
    "PRAGMA wal_checkpoint",
    "SELECT 1; PRAGMA query_only = ON",
    "SAVEPOINT numipay_1",
    'RELEASE "NUMIPAY_1"',
  ])("rejects %j", (text) => {
    expect(kindOf(text)).toBe("rejected");
  });

  it("folds the names of savepoints", () => {
    expect(readText('SAVEPOINT "A""b"').control).toEqual({ kind: "savepoint", name: 'a"b' });
    expect(readText('RELEASE `a"B`').control).toEqual({ kind: "release", name: 'a"b' });
  });

  it.each([
    "CREATE TEMP TABLE a (b)",
    "CREATE TEMPORARY VIEW a AS SELECT 1",
    'CREATE TABLE "temp".a (b)',
    "SELECT 1; CREATE TABLE temp.a (b)",
  ])("notices that %j outlives the transaction", (text) => {
    expect(readText(text).altersSession).toBe(true);
  });
});
