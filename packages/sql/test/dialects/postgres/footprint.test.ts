import { randomUUID } from "node:crypto";
import { defaultAccount, type Change } from "@numipay/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { postgresDialect } from "../../../src/dialects/postgres/postgres-dialect.js";
import { pgInbox } from "../../../src/pg.js";
import { describeWithPostgres, openPool, randomName } from "../../server.js";

/** How many changes are recorded. 100,000 take the same space each. */
const count = Number(process.env["NUMIPAY_FOOTPRINT_CHANGES"] ?? 10_000);
const batch = 1000;

/** A change with ids as long as a gateway's. */
function toChange(): Change {
  const transaction_id = randomUUID();
  const transactionKey = `deposit:${transaction_id}`;
  const event = {
    amount: "200.00",
    currency: "EUR",
    status: "successful",
    tracking_id: randomUUID(),
    transaction_id,
    transaction_type: "deposit",
    user_id: randomUUID(),
  };
  return {
    account: defaultAccount,
    transactionKey,
    key: `${transactionKey}:successful`,
    status: "successful",
    rank: 1,
    isHandled: true,
    content: JSON.stringify(event),
  };
}

// A year of 100,000 changes a day is 10 GB.
describeWithPostgres("a recorded change", () => {
  const schema = randomName();
  const { pool } = openPool();

  beforeAll(() => pgInbox({ pool, schema }).migrate());
  afterAll(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });

  it("takes at most 270 bytes with its index", { timeout: 300_000 }, async () => {
    const dialect = postgresDialect({ schema });
    const client = await pool.connect();
    await client.query("BEGIN");
    const { rows: begun } = await client.query("SELECT txid_current() AS id");
    const opened = { transactionId: begun[0].id, schema: `"${schema}"`, role: "none" };
    for (let from = 1; from <= count; from += batch) {
      const statements = Array.from({ length: batch }, (_, at) =>
        dialect.complete({
          change: toChange(),
          opened: { ...opened, fencingToken: from + at },
          isRecorded: false,
          isAltered: false,
        }),
      );
      await client.query(statements.flat().join(";"));
    }
    await client.query("COMMIT");
    client.release();
    const { rows } = await pool.query<{ bytes: number; recorded: number }>(
      `SELECT ceil(pg_total_relation_size('"${schema}".numipay_changes')::numeric / ${count})::int AS bytes,
        (SELECT count(*)::int FROM "${schema}".numipay_changes) AS recorded`,
    );
    expect(rows[0]?.recorded).toBe(count);
    expect(rows[0]?.bytes).toBeLessThanOrEqual(270);
  });
});
