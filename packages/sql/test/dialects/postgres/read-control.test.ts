import { describe, expect, it } from "vitest";
import { readText } from "../../../src/dialects/postgres/read-control.js";

const kindOf = (text: string) => readText(text).control.kind;

describe("readText", () => {
  it.each([
    ["BEGIN", "begin"],
    ["begin;", "begin"],
    ["/* hi */ Begin Work", "begin"],
    ["start transaction isolation level read committed, read write", "begin"],
    ["BEGIN TRANSACTION ISOLATION LEVEL READ UNCOMMITTED NOT DEFERRABLE", "begin"],
    ["COMMIT", "commit"],
    ["END TRANSACTION;", "commit"],
    ["commit and no chain", "commit"],
    ["ROLLBACK WORK", "rollback"],
    ["abort", "rollback"],
    ["SAVEPOINT a", "savepoint"],
    ["RELEASE SAVEPOINT a", "release"],
    ["RELEASE a", "release"],
    ["ROLLBACK TO a", "rollback-to"],
    ["ROLLBACK TRANSACTION TO SAVEPOINT a", "rollback-to"],
    ["SELECT 'commit'", "none"],
    ['SELECT 1 AS "commit"', "none"],
    ["SELECT CASE WHEN a THEN b END FROM c", "none"],
    ["UPDATE a SET b = 1; DELETE FROM c", "none"],
    ["PREPARE a AS SELECT 1", "none"],
    ["SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "none"],
    ["SET CONSTRAINTS ALL DEFERRED", "none"],
    ["DO $$ BEGIN COMMIT; END $$", "none"],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END", "none"],
    ["CREATE OR REPLACE PROCEDURE f() BEGIN ATOMIC END;", "none"],
    ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; END", "none"],
  ])("reads %j as %s", (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it.each([
    "COMMIT; BEGIN",
    "SELECT 1; COMMIT",
    "BEGIN; SELECT 1",
    "SAVEPOINT a; SELECT 1",
    "COMMIT AND CHAIN",
    "ROLLBACK AND CHAIN",
    "PREPARE TRANSACTION 'a'",
    "COMMIT PREPARED 'a'",
    "ROLLBACK PREPARED 'a'",
    "COMMIT anything",
    "BEGIN ISOLATION LEVEL SERIALIZABLE",
    "START TRANSACTION READ ONLY",
    "SET TRANSACTION READ ONLY",
    "SET LOCAL TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "SAVEPOINT numipay_1",
    'ROLLBACK TO "numipay_1"',
    'RELEASE U&"a"',
    `SAVEPOINT ${"x".repeat(64)}`,
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS case; END; END",
    "CREATE TABLE x (begin atomic); END",
    "CREATE FUNCTION f(begin atomic) RETURNS int AS $$ SELECT 1 $$; END",
    String.raw`SELECT 'a\'; COMMIT; --'`,
    String.raw`SELECT 'a\' || $$'; COMMIT; --$$`,
  ])("rejects %j", (text) => {
    expect(kindOf(text)).toBe("rejected");
  });

  it.each([
    ["SAVEPOINT Abc", "abc"],
    ['SAVEPOINT "Abc"', "Abc"],
    ['ROLLBACK TO "a""b"', 'a"b'],
  ])("reads the name in %j", (text, name) => {
    expect(readText(text).control).toMatchObject({ name });
  });
});

describe("altersSession", () => {
  it.each([
    ["SET search_path = a", true],
    ["set session role a", true],
    ["RESET ALL", true],
    ["/* x */ LISTEN a", true],
    ["SELECT pg_advisory_lock(1)", true],
    ["SELECT set_config('a', $1, $2)", true],
    ["SELECT set_config('a.b', $1, false)", true],
    ["CREATE TEMP TABLE a (b int)", true],
    ["SET LOCAL search_path = a", false],
    ["SELECT set_config('a.b', $1, true)", false],
    ["SELECT pg_advisory_xact_lock(1)", false],
    ["UPDATE a SET b = 1", false],
    ["SET TRANSACTION READ WRITE", false],
  ])("for %j is %s", (text, isAltered) => {
    expect(readText(text).altersSession).toBe(isAltered);
  });
});

describe("altersTransaction", () => {
  it.each([
    ["SET LOCAL ROLE a", true],
    ["SET LOCAL SESSION AUTHORIZATION a", true],
    ["DO $$ BEGIN SET LOCAL ROLE a; END $$", true],
    ["SELECT set_config('role', 'a', true)", true],
    ["SELECT set_config($1, $2, true)", true],
    ["SELECT set_config( lower('ROLE'), 'a', true)", true],
    ["SET LOCAL synchronous_commit = off", true],
    ["SET LOCAL client_encoding = 'LATIN1'", true],
    ["SET LOCAL NAMES 'LATIN1'", true],
    ["SET LOCAL TimeZone = 'UTC'", false],
    ["SELECT set_config('app.tenant', $1, true)", false],
    ["UPDATE people SET names = $1", false],
  ])("for %j is %s", (text, isAltered) => {
    expect(readText(text).altersTransaction).toBe(isAltered);
  });
});
