import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isEffectFailedError } from "@numipay/core";
import { toCompleteFailure } from "../../../src/dialects/postgres/to-complete-failure.js";
import { toTableNames } from "../../../src/dialects/postgres/table-names.js";
import { describeWithPostgres } from "../../server.js";
import { openServerFixture, type ServerFixture } from "../../fixture.js";

const names = toTableNames();
const failureOf = (code: string | undefined, message = "a message", table?: string) =>
  toCompleteFailure(Object.assign(new Error(message), { code, table }), names);

// Guards against a handler's failure reported as an outage: decision 0012.
describe("toCompleteFailure", () => {
  it.each([
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
    "25006",
  ])("blames the handler for %s", (code) => {
    expect(isEffectFailedError(failureOf(code))).toBe(true);
  });

  it.each([
    "08006",
    "53300",
    "57P01",
    "57014",
    "58030",
    "XX000",
    "22P05",
    "22021",
    undefined,
    "ECONNRESET",
  ])("blames the store for %s", (code) => {
    expect(isEffectFailedError(failureOf(code))).toBe(false);
  });

  it.each([
    ["42P01", 'relation "public.numipay_changes" does not exist', /await inbox.migrate/],
    [
      "42703",
      'column "is_handled" of relation "numipay_changes" does not exist',
      /await inbox.migrate/,
    ],
    ["42501", "permission denied for table numipay_changes", /Grant its role/],
    ["42501", "permission denied for function numipay_complete", /a handler called has changed/],
    ["22P05", "has no equivalent in encoding", /ENCODING 'UTF8'/],
  ])("explains how to fix the inbox's tables (%s)", (code, message, advice) => {
    const failure = failureOf(code, message);
    expect(isEffectFailedError(failure)).toBe(false);
    expect(String(failure)).toMatch(advice);
  });
});

describeWithPostgres("complete on PostgreSQL", () => {
  let fixture: ServerFixture;
  beforeAll(async () => {
    fixture = await openServerFixture();
    await fixture.pool.query(
      `CREATE TABLE "${fixture.schema}".children (name text REFERENCES "${fixture.schema}".effects (name) DEFERRABLE INITIALLY DEFERRED)`,
    );
    await fixture.pool.query(
      `CREATE FUNCTION "${fixture.schema}".overflow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM 32768::smallint; RETURN NULL; END $$`,
    );
    await fixture.pool.query(
      `CREATE CONSTRAINT TRIGGER overflow AFTER INSERT ON "${fixture.schema}".effects DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.name = 'overflow') EXECUTE FUNCTION "${fixture.schema}".overflow()`,
    );
  });
  beforeEach(() => fixture.clear());
  afterAll(() => fixture.close());

  it("reports a deferred foreign key as the handler's failure", async () => {
    const applied = await fixture.apply((tx) =>
      tx.query(`INSERT INTO "${fixture.schema}".children VALUES ('missing')`),
    );
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/^EffectFailedError: .*23503.*children_name_fkey/),
    });
    expect(await fixture.records()).toBe(0);
  });

  it("reports a deferred trigger as the handler's failure", async () => {
    const applied = await fixture.apply((tx) => fixture.write(tx, "overflow"));
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/^EffectFailedError: .*22003/),
    });
    expect({ effects: await fixture.effects(), records: await fixture.records() }).toEqual({
      effects: [],
      records: 0,
    });
  });

  it("reports a swallowed error as the handler's failure", async () => {
    const applied = await fixture.apply((tx) => tx.query("SELECT 1/0").catch(() => undefined));
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/^EffectFailedError: .*SAVEPOINT/),
    });
  });

  it("reports a read-only transaction as the handler's failure", async () => {
    const applied = await fixture.apply((tx) => tx.query("SET LOCAL transaction_read_only = on"));
    expect(applied).toMatchObject({
      outcome: "handler-failed",
      reason: expect.stringMatching(/^EffectFailedError: .*made the transaction read-only/),
    });
    expect(await fixture.records()).toBe(0);
  });

  it("reports missing tables as the inbox's failure", async () => {
    const applied = await fixture.apply((tx) =>
      tx.query(`ALTER TABLE "${fixture.schema}".numipay_changes RENAME TO hidden`),
    );
    expect(applied).toMatchObject({
      outcome: "inbox-unavailable",
      reason: expect.stringMatching(/await inbox.migrate/),
    });
  });
});
