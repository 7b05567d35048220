import { defaultAccount, type Change } from "@numipay/core";
import type { PoolClient } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { readClaim, readOpened } from "../src/record-state.js";
import { notRecorded } from "../src/migrations.js";
import { type Opened, toClaim, toComplete } from "../src/statements.js";
import { toTableNames } from "../src/table-names.js";
import { describeWithPostgres } from "./server.js";
import { openServerFixture, type ServerFixture } from "./fixture.js";

const limits = { lockTimeoutMs: 1000, idleTimeoutMs: 1000, statementTimeoutMs: 1000 };

const change: Change = {
  account: defaultAccount,
  isHandled: true,
  transactionKey: "deposit:1",
  key: "deposit:1:successful",
  status: "successful",
  rank: 1,
  content: "{}",
};

// Without the statement guard: the database alone must never commit an effect without its record.
// Guards against an effect that commits without its record: decision 0025.
describeWithPostgres("toComplete", () => {
  let fixture: ServerFixture;
  let client: PoolClient;
  let opened: Opened;
  const names = () => toTableNames({ schema: fixture.schema });
  const complete = () =>
    client.query(toComplete(names(), { change, opened, isRecorded: false, isAltered: false }));
  const kept = async () => ({ effects: await fixture.effects(), records: await fixture.records() });

  beforeAll(async () => {
    fixture = await openServerFixture();
  });
  beforeEach(async () => {
    await fixture.clear();
    client = await fixture.pool.connect();
    const results = (await client.query(toClaim(names(), change, limits))) as unknown as {
      rows: Record<string, string>[];
    }[];
    const found = readClaim(results.map(({ rows }) => ({ rows, rowCount: 0 })));
    opened = readOpened(found.opened);
  });
  afterEach(() => client.release(true));
  afterAll(() => fixture.close());

  it("commits the record with the effect", async () => {
    await fixture.write(client, "a");
    await complete();
    expect(await kept()).toEqual({ effects: ["a"], records: 1 });
  });

  it.each([
    ["a new transaction", "ROLLBACK; BEGIN"],
    ["a chained transaction", "ROLLBACK AND CHAIN"],
    ["a new transaction with the same settings", "ROLLBACK; BEGIN; SET LOCAL lock_timeout = 1000"],
  ])("commits nothing in %s", async (_name, end) => {
    await client.query(end);
    await fixture.write(client, "a");
    await expect(complete()).rejects.toThrow(notRecorded);
    client.release(true);
    client = await fixture.pool.connect();
    expect(await kept()).toEqual({ effects: [], records: 0 });
  });

  it("records nothing after the transaction has ended", async () => {
    await client.query("COMMIT");
    await expect(complete()).rejects.toThrow(notRecorded);
    expect(await kept()).toEqual({ effects: [], records: 0 });
  });
});
