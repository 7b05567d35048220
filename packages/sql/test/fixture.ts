import { randomUUID } from "node:crypto";
import {
  createReceiver,
  type EventContext,
  type EventOrigin,
  type HandlerReturn,
  type Inbox,
  type OutcomeReport,
  type Transaction,
} from "@numipay/core";
import { exampleTransaction } from "@numipay/testing";
import type { Pool, PoolClient, PoolConfig } from "pg";
import { pgInbox, type PgInbox, type PgInboxOptions } from "../src/pg.js";
import { openPool, randomName } from "./server.js";

/** A handler that gets `tx` first. */
export type Handler<Tx> = (tx: Tx, context: EventContext<Tx>, event: Transaction) => unknown;

const origin: EventOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/** Returns a function that applies changes through an inbox. Several inboxes can share the events. */
export function createApply<Tx>(inbox: Inbox<Tx>, events = new Map<string, Transaction>()) {
  const reports: OutcomeReport[] = [];
  /** Applies a new change with these handlers, or the change with the given id again. */
  async function apply(
    handlers: Handler<Tx> | Handler<Tx>[],
    {
      id = randomUUID(),
      handlerTimeoutMs = 60_000,
    }: { id?: string; handlerTimeoutMs?: number } = {},
  ): Promise<{ outcome: string; reason: string }> {
    const receiver = createReceiver<unknown, Tx>({
      inbox,
      handlerTimeoutMs,
      signaturePassword: "a-password-for-these-tests-alone",
      onOutcome: (report) => reports.push(report),
    });
    for (const handler of [handlers].flat()) {
      receiver.on(
        "*",
        (event, context) => handler(context.tx, context, event as Transaction) as HandlerReturn<Tx>,
      );
    }
    const event = events.get(id) ?? exampleTransaction({ transaction_id: id });
    events.set(id, event);
    const { outcome, error } = await receiver.apply(event, origin);
    const { errors = [error] } = (error ?? {}) as { errors?: unknown[] };
    return { outcome, reason: errors.map(String).join("; ") };
  }
  return { apply, reports };
}

/** An inbox in a unique schema with a table of effects. */
export interface ServerFixture {
  pool: Pool;
  inbox: PgInbox;
  schema: string;
  apply: ReturnType<typeof createApply<PoolClient>>["apply"];
  reports: OutcomeReport[];
  /** Inserts an effect. */
  write: (tx: Pick<PoolClient, "query">, name: string) => Promise<unknown>;
  /** The committed effects, in order. */
  effects: () => Promise<string[]>;
  /** How many changes are recorded. */
  records: () => Promise<number>;
  clear: () => Promise<void>;
  close: () => Promise<void>;
}

export async function openServerFixture(
  options: Partial<PgInboxOptions> = {},
  poolConfig: PoolConfig = {},
): Promise<ServerFixture> {
  const schema = randomName();
  const { pool } = openPool(poolConfig);
  const admin = openPool().pool;
  const inbox = pgInbox({ pool, schema, ...options });
  await pgInbox({ pool: admin, schema }).migrate();
  await admin.query(`CREATE TABLE "${schema}".effects (at serial, name text UNIQUE)`);
  const { apply, reports } = createApply<PoolClient>(inbox);
  return {
    pool,
    inbox,
    schema,
    apply,
    reports,
    write: (tx, name) => tx.query(`INSERT INTO "${schema}".effects (name) VALUES ($1)`, [name]),
    async effects() {
      const { rows } = await admin.query<{ name: string }>(
        `SELECT name FROM "${schema}".effects ORDER BY at`,
      );
      return rows.map(({ name }) => name);
    },
    async records() {
      const { rows } = await admin.query<{ count: number }>(
        `SELECT count(*)::int FROM "${schema}".numipay_changes`,
      );
      return rows[0]?.count ?? 0;
    },
    async clear() {
      await admin.query(`TRUNCATE "${schema}".effects, "${schema}".numipay_changes CASCADE`);
    },
    async close() {
      await admin.query(`DROP SCHEMA "${schema}" CASCADE`);
      await admin.end();
      await pool.end();
    },
  };
}
