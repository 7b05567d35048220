// @ts-check
// The books in PostgreSQL. `within(tx)` is what makes a webhook's effect and the inbox's record one transaction.
import type { Books, Flag, Order, Withdrawal } from "./books.js";
import type { Pool, PoolClient, QueryResultRow } from "pg";
import { finalStates, freshId, settledMeanwhile } from "./books.js";
import { accounts } from "./ledger.js";

/** @param db what statements go through: any connection of the pool, or one with its transaction open */
export function postgresBooks(pool: Pool, db: Pool | PoolClient = pool): Books {
  const query: (text: string, values?: unknown[]) => Promise<QueryResultRow[]> = async (
    text,
    values,
  ) => (await db.query(text, values)).rows;

  return {
    async addOrder({ kind, customer, lines, cents, currency }) {
      const [row] = await query(
        `INSERT INTO shop_orders (id, kind, customer, lines, cents, currency)
         VALUES ($1, $2, $3, $4, $5, $6) RETURNING *`,
        [freshId("order"), kind, customer, JSON.stringify(lines), cents, currency],
      );
      return toRow(row) as Order;
    },
    async addNextOrder({ id }) {
      const [row] = await query(
        `WITH before AS (UPDATE shop_orders SET next = $2 WHERE id = $1 AND next IS NULL RETURNING *)
         INSERT INTO shop_orders (id, kind, customer, lines, cents, currency)
         SELECT $2, kind, customer, lines, cents, currency FROM before RETURNING *`,
        [id, freshId("order")],
      );
      return toRow(row) as Order | undefined;
    },
    async addWithdrawal({ customer, cents, currency }) {
      const id = freshId("payout");
      return inTransaction(pool, async (client) => {
        const wallet = accounts.wallet(customer);
        // One at a time for each wallet: two could both find the same cents in it.
        await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [wallet]);
        if ((await postgresBooks(pool, client).balance(wallet, currency)) < cents) return undefined;
        const { rows } = await client.query(
          `INSERT INTO shop_orders (id, kind, customer, cents, currency)
           VALUES ($1, 'withdrawal', $2, $3, $4) RETURNING *`,
          [id, customer, cents, currency],
        );
        await client.query(
          `INSERT INTO shop_ledger (key, from_account, to_account, cents, currency, tracking_id)
           VALUES ($1, $2, $3, $4, $5, $6)`,
          [`hold:${id}`, wallet, accounts.held(customer), cents, currency, id],
        );
        return toRow(rows[0]) as Withdrawal;
      });
    },
    async findOrder(id) {
      const [row] = await query(
        "SELECT * FROM shop_orders WHERE id = $1 AND kind <> 'withdrawal'",
        [id],
      );
      return toRow(row) as Order | undefined;
    },
    async findWithdrawal(id) {
      const [row] = await query("SELECT * FROM shop_orders WHERE id = $1 AND kind = 'withdrawal'", [
        id,
      ]);
      return toRow(row) as Withdrawal | undefined;
    },
    async move({ id }, state, { from, finding, transactionId } = {}) {
      const moved = await query(
        `UPDATE shop_orders SET state = $2, finding = coalesce($3, finding),
           transaction_id = coalesce($4, transaction_id)
         WHERE id = $1 AND state <> ALL ($5) AND state = coalesce($6, state) RETURNING id`,
        [id, state, finding, transactionId, finalStates, from],
      );
      return moved.length === 1;
    },
    async settle(row, state, { key, from, to, transactionId }) {
      // One statement: the row ends and its money moves, or neither.
      const settled = await query(
        `WITH settled AS (
           UPDATE shop_orders SET state = $2, settled_by = $3
           WHERE id = $1 AND (state <> ALL ($4) OR settled_by = $3) RETURNING *
         ), booked AS (
           INSERT INTO shop_ledger (key, from_account, to_account, cents, currency, tracking_id, transaction_id)
           SELECT $3, $5, $6, cents, currency, id, $7 FROM settled WHERE $5::text IS NOT NULL
           ON CONFLICT (key) DO NOTHING
         ) SELECT id FROM settled`,
        [row.id, state, key, finalStates, from, to, transactionId],
      );
      if (settled.length !== 1) throw settledMeanwhile(row);
    },
    async flag({ key, trackingId, transactionId, why }) {
      await query(
        `INSERT INTO shop_flags (key, tracking_id, transaction_id, why) VALUES ($1, $2, $3, $4)
         ON CONFLICT (key) DO NOTHING`,
        [key, trackingId, transactionId, why],
      );
    },
    async listWithdrawals() {
      const rows = await query(
        "SELECT * FROM shop_orders WHERE kind = 'withdrawal' ORDER BY number",
      );
      return rows.map(toRow) as Withdrawal[];
    },
    async listFlags() {
      const rows = await query(
        `SELECT key, tracking_id AS "trackingId", transaction_id AS "transactionId", why
         FROM shop_flags ORDER BY number`,
      );
      return rows as Flag[];
    },
    async listEntries() {
      const rows = await query(
        `SELECT key, from_account AS "from", to_account AS "to", cents, currency,
           tracking_id AS "trackingId", transaction_id AS "transactionId"
         FROM shop_ledger ORDER BY number`,
      );
      return rows.map(withCents);
    },
    async balance(account, currency) {
      const [sum] = await query(
        `SELECT coalesce(sum(CASE WHEN to_account = $1 THEN cents ELSE -cents END), 0) AS cents
         FROM shop_ledger WHERE currency = $2 AND (to_account = $1 OR from_account = $1)`,
        [account, currency],
      );
      return Number(sum?.cents);
    },
    // Other processes change them too. A bigger shop would LISTEN; this one looks every second, for who has a page open.
    onChange(listener) {
      const timer = setInterval(listener, 1000);
      return () => clearInterval(timer);
    },
    within(tx) {
      if (tx === undefined) throw new Error("The books are in PostgreSQL, and the inbox is not");
      return postgresBooks(pool, tx);
    },
  };
}

async function inTransaction<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    client.release();
    return result;
  } catch (error) {
    // Closed, and with it the transaction that it may have open.
    client.release(true);
    throw error;
  }
}

/** As the shop names it: bigint comes as text, and NULL is what is not there. */
function toRow(row): object | undefined {
  if (row === undefined) return undefined;
  const { number: _, settled_by: settledBy, transaction_id: transactionId, ...same } = row;
  const entries = Object.entries({ ...same, settledBy, transactionId });
  return withCents(Object.fromEntries(entries.filter(([, value]) => value !== null)));
}

function withCents(row) {
  return { ...row, cents: Number(row.cents) };
}
