import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isEffectFailedError } from "@numipay/core";
import { toCompleteFailure } from "../src/complete-failure.js";
import { toTableNames } from "../src/table-names.js";
import { noServer } from "./server.js";
import { openServerStage, type ServerStage } from "./stage.js";

const names = toTableNames();
const failureOf = (code: string | undefined, message = "a message", table?: string) =>
  toCompleteFailure(Object.assign(new Error(message), { code, table }), names);

describe("a failure when the record is written", () => {
  test.each([
    "23503",
    "23505",
    "22003",
    "P0001",
    "40001",
    "40P01",
    "25P02",
    "55P03",
    "42P01",
    "42501",
  ])("is the handler's for %s", (code) => {
    expect(isEffectFailedError(failureOf(code))).toBe(true);
  });

  test.each([
    "08006",
    "53300",
    "57P01",
    "57014",
    "58030",
    "XX000",
    "25006",
    undefined,
    "ECONNRESET",
  ])("is the store's for %s", (code) => {
    expect(isEffectFailedError(failureOf(code))).toBe(false);
  });

  test.each([
    ["42P01", 'relation "public.numipay_changes" does not exist', /await inbox.migrate/],
    [
      "42703",
      'column "is_handled" of relation "numipay_changes" does not exist',
      /await inbox.migrate/,
    ],
    ["42501", "permission denied for table numipay_changes", /Grant its role/],
  ])("says what to do where it is our table (%s)", (code, message, advice) => {
    const failure = failureOf(code, message);
    expect(isEffectFailedError(failure)).toBe(false);
    expect(String(failure)).toMatch(advice);
  });
});

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  let stage: ServerStage;
  beforeAll(async () => {
    stage = await openServerStage();
    await stage.pool.query(
      `CREATE TABLE "${stage.schema}".children (name text REFERENCES "${stage.schema}".effects (name) DEFERRABLE INITIALLY DEFERRED)`,
    );
    await stage.pool.query(
      `CREATE FUNCTION "${stage.schema}".overflow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM 32768::smallint; RETURN NULL; END $$`,
    );
    await stage.pool.query(
      `CREATE CONSTRAINT TRIGGER overflow AFTER INSERT ON "${stage.schema}".effects DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.name = 'overflow') EXECUTE FUNCTION "${stage.schema}".overflow()`,
    );
  });
  beforeEach(() => stage.clear());
  afterAll(() => stage.close());

  test("reports a deferred key as the handler's failure", async () => {
    const applied = await stage.apply((tx) =>
      tx.query(`INSERT INTO "${stage.schema}".children VALUES ('missing')`),
    );
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/^EffectFailedError: .*23503.*children_name_fkey/),
    });
    expect(await stage.records()).toBe(0);
  });

  test("reports a deferred trigger's failure as the handler's", async () => {
    const applied = await stage.apply((tx) => stage.write(tx, "overflow"));
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/^EffectFailedError: .*22003/),
    });
    expect({ effects: await stage.effects(), records: await stage.records() }).toEqual({
      effects: [],
      records: 0,
    });
  });

  test("reports a hidden failure as the handler's", async () => {
    const applied = await stage.apply((tx) => tx.query("SELECT 1/0").catch(() => undefined));
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/^EffectFailedError: .*SAVEPOINT/),
    });
  });

  test("reports missing tables as the inbox's failure", async () => {
    const applied = await stage.apply((tx) =>
      tx.query(`ALTER TABLE "${stage.schema}".numipay_changes RENAME TO hidden`),
    );
    expect(applied).toMatchObject({
      outcome: "inbox-unavailable",
      reason: expect.stringMatching(/await inbox.migrate/),
    });
  });
});
