import { defaultAccount, type Change } from "@numipay/core";
import type { PoolClient } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readFound, readOpened } from "../src/record-state.js";
import { notRecorded, type Opened, toClaim, toComplete } from "../src/statements.js";
import { toTableNames } from "../src/table-names.js";
import { noServer } from "./server.js";
import { openServerStage, type ServerStage } from "./stage.js";

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

// What the gate keeps from happening, beneath it: whether the database alone would commit an effect without its record.
describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  let stage: ServerStage;
  let client: PoolClient;
  let opened: Opened;
  const names = () => toTableNames({ schema: stage.schema });
  const complete = () =>
    client.query(toComplete(names(), { change, opened, isRecorded: false, isAltered: false }));
  const kept = async () => ({ effects: await stage.effects(), records: await stage.records() });

  beforeAll(async () => {
    stage = await openServerStage();
  });
  beforeEach(async () => {
    await stage.clear();
    client = await stage.pool.connect();
    const results = (await client.query(toClaim(names(), change, limits))) as unknown as {
      rows: Record<string, string>[];
    }[];
    const found = readFound(results.map(({ rows }) => ({ rows, rowCount: 0 })));
    opened = readOpened(found.opened);
  });
  afterEach(() => client.release(true));
  afterAll(() => stage.close());

  test("commits the record with the effect", async () => {
    await stage.write(client, "a");
    await complete();
    expect(await kept()).toEqual({ effects: ["a"], records: 1 });
  });

  test.each([
    ["a transaction begun again", "ROLLBACK; BEGIN"],
    ["a chained one", "ROLLBACK AND CHAIN"],
    ["one with the settings of the first", "ROLLBACK; BEGIN; SET LOCAL lock_timeout = 1000"],
  ])("commits nothing of %s", async (_name, end) => {
    await client.query(end);
    await stage.write(client, "a");
    await expect(complete()).rejects.toThrow(notRecorded);
    client.release(true);
    client = await stage.pool.connect();
    expect(await kept()).toEqual({ effects: [], records: 0 });
  });

  test("records nothing after a transaction that has ended", async () => {
    await client.query("COMMIT");
    await expect(complete()).rejects.toThrow(notRecorded);
    expect(await kept()).toEqual({ effects: [], records: 0 });
  });
});
