import type { Outbox } from "@numipay/core";
import type { Payout } from "./sample-payouts.js";

/** A driver or ORM on PostgreSQL, in whose transactions payouts are queued. */
export interface OutboxDatabase<Tx> {
  /** Such as `TypeORM`. */
  name: string;
  /** Runs the work in a transaction. Rolls it back if the work rejects. */
  transact: (work: (tx: Tx) => Promise<void>) => Promise<void>;
  /** Writes a row of the application, as a debit of a wallet does. */
  debit: (tx: Tx, id: string) => Promise<unknown>;
  outbox: Outbox<Tx, Tx, false>;
  /** Runs one statement with parameters, as this library's users do. */
  run: (tx: Tx, statement: string, values: readonly string[]) => Promise<unknown>;
  /** How many round trips there were until now. */
  readRoundTrips: () => number;
  close: () => Promise<unknown>;
}

/** A way to queue a payout in a transaction. */
export interface Queue<Tx> {
  name: string;
  /** The table of the queued payouts. */
  table: string;
  write: (tx: Tx, payout: Payout) => Promise<unknown>;
}

/** The outbox. */
export function outboxQueue<Tx>({ name, outbox }: OutboxDatabase<Tx>, schema: string): Queue<Tx> {
  return {
    name: `the outbox in ${name}`,
    table: `${schema}.numipay_intents`,
    write: (tx, payout) => outbox.enqueue(tx, "payouts.request", payout, metadata),
  };
}

/** What is queued with a payout. */
const metadata = { debit: "wallet-1" };

/**
 * What a team without a library writes: one insert into a table of its own, whose key is the payout's id and which is indexed by what
 * is due. It does not check the request, and cannot compare it with a later call.
 */
export function handwrittenQueue<Tx>({ name, run }: OutboxDatabase<Tx>, schema: string): Queue<Tx> {
  const table = `${schema}.outbox`;
  const statement = `INSERT INTO ${table} (tracking_id, operation, request, metadata) VALUES ($1, $2, $3::text::jsonb, $4::text::jsonb)`;
  return {
    name: `the hand-written insert in ${name}`,
    table,
    write: (tx, payout) =>
      run(tx, statement, [
        payout.tracking_id,
        "payouts.request",
        JSON.stringify(payout),
        JSON.stringify(metadata),
      ]),
  };
}

/** The statements that create the tables of the debits and of the hand-written outbox. */
export function toOutboxTables(schema: string): string[] {
  return [
    `CREATE TABLE ${schema}.effects (id serial PRIMARY KEY, name text UNIQUE)`,
    `CREATE TABLE ${schema}.outbox (
  tracking_id text PRIMARY KEY,
  operation text NOT NULL,
  request jsonb NOT NULL,
  metadata jsonb,
  state text NOT NULL DEFAULT 'queued',
  attempts integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  due_at timestamptz DEFAULT now()
)`,
    `CREATE INDEX ON ${schema}.outbox (due_at)`,
  ];
}
