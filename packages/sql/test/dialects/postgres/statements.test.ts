import { defaultAccount, type Change } from "@numipay/core";
import type { PoolClient } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Opened } from "../../../src/dialects/dialect.js";
import { notRecorded } from "../../../src/dialects/postgres/migrations.js";
import { postgresDialect } from "../../../src/dialects/postgres/postgres-dialect.js";
import { describeWithPostgres } from "../../server.js";
import { openServerFixture, type ServerFixture } from "../../fixture.js";

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
describeWithPostgres("complete", () => {
  let fixture: ServerFixture;
  let client: PoolClient;
  let opened: Opened;
  const dialect = () => postgresDialect({ schema: fixture.schema });
  const send = (...statements: string[]) => client.query(statements.join(";"));
  const complete = () =>
    send(...dialect().complete({ change, opened, isRecorded: false, isAltered: false }), "COMMIT");
  const kept = async () => ({ effects: await fixture.effects(), records: await fixture.records() });

  beforeAll(async () => {
    fixture = await openServerFixture();
  });
  beforeEach(async () => {
    await fixture.clear();
    client = await fixture.pool.connect();
    const { write } = dialect();
    const { statements, read } = dialect().claim(change, limits);
    const results = (await send(write.begin, ...statements)) as unknown as {
      rows: Record<string, string>[];
    }[];
    opened = read(results.map(({ rows }) => ({ rows, rowCount: 0 }))).opened as Opened;
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
