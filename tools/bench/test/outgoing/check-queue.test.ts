import { pgInbox } from "@numipay/sql/pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OpenPostgres, openPostgres, toFields } from "../../dist/engines/open-postgres.js";
import { checkQueue } from "../../dist/outgoing/check-queue.js";
import {
  handwrittenQueue,
  outboxQueue,
  toOutboxTables,
} from "../../dist/outgoing/outbox-database.js";
import { openPg } from "../../dist/outgoing/pg-outbox.js";

let opened: OpenPostgres | { missing: string };
let database: Awaited<ReturnType<typeof openPg>>;

beforeAll(async () => {
  opened = await openPostgres(1);
  if ("missing" in opened) return;
  const { pool, schema } = opened;
  for (const statement of toOutboxTables(schema)) await pool.query(statement);
  await pgInbox({ pool, schema }).migrate();
  database = await openPg(toFields(), schema, 2);
});
afterAll(async () => {
  if ("missing" in opened) return;
  await database.close();
  await opened.close();
});

it("accepts both ways to queue, with a statement each", async ({ skip }) => {
  if ("missing" in opened) return skip(opened.missing);
  for (const queue of [
    outboxQueue(database, opened.schema),
    handwrittenQueue(database, opened.schema),
  ]) {
    expect(await checkQueue(database, queue, opened)).toBe(4);
  }
});

it("rejects a queue outside of the transaction", async ({ skip }) => {
  if ("missing" in opened) return skip(opened.missing);
  const { pool, schema } = opened;
  const queue = handwrittenQueue(database, schema);
  const statement = `INSERT INTO ${queue.table} (tracking_id, operation, request) VALUES ($1, 'a', '{}')`;
  const outside = {
    ...queue,
    name: "outside",
    write: (_tx: unknown, { tracking_id }: { tracking_id: string }) =>
      pool.query(statement, [tracking_id]),
  };
  await expect(checkQueue(database, outside, opened)).rejects.toThrow(
    "outside: rejected, rejected, 1 debits, 2 queued; expected rejected, rejected, 1 debits, 1 queued.",
  );
});

it("rejects a queue that ignores a used id", async ({ skip }) => {
  if ("missing" in opened) return skip(opened.missing);
  const queue = handwrittenQueue(database, opened.schema);
  const ids = new Set<string>();
  const careless: typeof queue = {
    ...queue,
    name: "careless",
    async write(tx, payout) {
      if (!ids.has(payout.tracking_id)) await queue.write(tx, payout);
      ids.add(payout.tracking_id);
    },
  };
  await expect(checkQueue(database, careless, opened)).rejects.toThrow(
    "careless: rejected, committed, 2 debits, 1 queued",
  );
});
