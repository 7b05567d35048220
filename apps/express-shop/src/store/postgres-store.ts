// The store in PostgreSQL or PGlite. `within(tx)` puts a webhook's effect and the inbox's record into one transaction.
import type { Database } from "./database.js";
import { accounts, type Entry } from "./ledger.js";
import { type EntryRecord, type OrderRecord, toEntry, toOrder, toWithdrawal } from "./read-rows.js";
import {
  alreadyFinal,
  createId,
  finalStates,
  type Flag,
  type NewWithdrawal,
  type QueuePayout,
  type ShopStore,
  type SqlTransaction,
  type Withdrawal,
} from "./store.js";

/** Statements run on any connection of the database, or inside the transaction. */
export function createPostgresStore(database: Database, tx?: SqlTransaction): ShopStore {
  async function query<Record extends object>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<Record[]> {
    const { rows } = await (tx ?? database).query<Record>(text, [...values]);
    return rows;
  }

  return {
    async addOrder({ kind, customer, lines, cents, currency }) {
      const [record] = await query<OrderRecord>(
        `INSERT INTO shop_orders (id, kind, customer, lines, cents, currency)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING *`,
        [createId("order"), kind, customer, JSON.stringify(lines), cents, currency],
      );
      if (record === undefined) throw new Error("PostgreSQL returned no row for the new order.");
      return toOrder(record);
    },
    async addNextOrder({ id }) {
      const [record] = await query<OrderRecord>(
        `WITH before AS (UPDATE shop_orders SET next = $2 WHERE id = $1 AND next IS NULL RETURNING *)
         INSERT INTO shop_orders (id, kind, customer, lines, cents, currency)
         SELECT $2, kind, customer, lines, cents, currency FROM before RETURNING *`,
        [id, createId("order")],
      );
      return record && toOrder(record);
    },
    addWithdrawal: (withdrawal, queue) =>
      database.transaction((opened) => insertWithdrawal(database, opened, { withdrawal, queue })),
    async findOrder(id) {
      const [record] = await query<OrderRecord>(
        "SELECT * FROM shop_orders WHERE id = $1 AND kind <> 'withdrawal'",
        [id],
      );
      return record && toOrder(record);
    },
    async findWithdrawal(id) {
      const [record] = await query<OrderRecord>(
        "SELECT * FROM shop_orders WHERE id = $1 AND kind = 'withdrawal'",
        [id],
      );
      return record && toWithdrawal(record);
    },
    async move({ id }, state, { from, lastKnownStatus, transactionId, cashierUrl } = {}) {
      const moved = await query(
        `UPDATE shop_orders SET state = $2, last_known_status = coalesce($3, last_known_status),
           transaction_id = coalesce($4, transaction_id), cashier_url = coalesce($7, cashier_url)
         WHERE id = $1 AND state <> ALL ($5) AND state = coalesce($6, state) RETURNING id`,
        [id, state, lastKnownStatus, transactionId, finalStates, from, cashierUrl],
      );
      return moved.length === 1;
    },
    async finalize(row, state, { key, from, to, transactionId }) {
      // One statement, so that the row becomes final if and only if its money moves.
      const finalized = await query(
        `WITH finalized AS (
           UPDATE shop_orders SET state = $2, finalized_by = $3
           WHERE id = $1 AND (state <> ALL ($4) OR finalized_by = $3) RETURNING *
         ), booked AS (
           INSERT INTO shop_ledger (key, from_account, to_account, cents, currency, tracking_id, transaction_id)
           SELECT $3, $5, $6, cents, currency, id, $7 FROM finalized WHERE $5::text IS NOT NULL
           ON CONFLICT (key) DO NOTHING
         ) SELECT id FROM finalized`,
        [row.id, state, key, finalStates, from, to, transactionId],
      );
      if (finalized.length !== 1) throw alreadyFinal(row);
    },
    async flag({ key, trackingId, transactionId, reason }) {
      await query(
        `INSERT INTO shop_flags (key, tracking_id, transaction_id, reason) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key) DO NOTHING`,
        [key, trackingId, transactionId, reason],
      );
    },
    async listWithdrawals() {
      const records = await query<OrderRecord>(
        "SELECT * FROM shop_orders WHERE kind = 'withdrawal' ORDER BY number",
      );
      return records.map(toWithdrawal);
    },
    listFlags: () =>
      query<Flag>(
        `SELECT key, tracking_id AS "trackingId", transaction_id AS "transactionId", reason
         FROM shop_flags ORDER BY number`,
      ),
    async listEntries(): Promise<Entry[]> {
      const records = await query<EntryRecord>("SELECT * FROM shop_ledger ORDER BY number");
      return records.map(toEntry);
    },
    async balance(account, currency) {
      const [sum] = await query<{ cents: string }>(
        `SELECT coalesce(sum(CASE WHEN to_account = $1 THEN cents ELSE -cents END), 0) AS cents
         FROM shop_ledger WHERE currency = $2 AND (to_account = $1 OR from_account = $1)`,
        [account, currency],
      );
      return Number(sum?.cents);
    },
    // Polls, because other processes change the data too. A larger shop would use LISTEN.
    onChange(listener) {
      const timer = setInterval(listener, 1000);
      return () => clearInterval(timer);
    },
    within(opened) {
      if (opened === undefined) throw new Error("The PostgreSQL store needs a PostgreSQL inbox.");
      return createPostgresStore(database, opened);
    },
  };
}

async function insertWithdrawal(
  database: Database,
  tx: SqlTransaction,
  { withdrawal, queue }: { withdrawal: NewWithdrawal; queue: QueuePayout },
): Promise<Withdrawal | undefined> {
  const { customer, cents, currency } = withdrawal;
  const id = createId("payout");
  const wallet = accounts.wallet(customer);
  // Locks the wallet: two concurrent withdrawals must not spend the same balance.
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [wallet]);
  const balance = await createPostgresStore(database, tx).balance(wallet, currency);
  if (balance < cents) return undefined;
  const { rows } = await tx.query<OrderRecord>(
    `INSERT INTO shop_orders (id, kind, customer, cents, currency)
     VALUES ($1, 'withdrawal', $2, $3, $4) RETURNING *`,
    [id, customer, cents, currency],
  );
  await tx.query(
    `INSERT INTO shop_ledger (key, from_account, to_account, cents, currency, tracking_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [`hold:${id}`, wallet, accounts.held(customer), cents, currency, id],
  );
  if (rows[0] === undefined) throw new Error("PostgreSQL returned no row for the new withdrawal.");
  const inserted = toWithdrawal(rows[0]);
  await queue(tx, inserted);
  return inserted;
}
