import type { PGlite, Transaction as PgliteTx } from "@electric-sql/pglite";
import type { Transaction } from "@numipay/core";
import type { LedgerEntry, ShopPayment } from "./recording.js";

/** The transaction of the shop, or the one of a webhook handler. */
export type Tx = Pick<PgliteTx, "query">;

/** A wallet for one customer, the payments of the shop, and a ledger that only grows. */
const tables = `
  CREATE TABLE wallets (owner text PRIMARY KEY, balance numeric(12, 2), on_hold numeric(12, 2));
  CREATE TABLE payments (tracking_id text PRIMARY KEY, status text NOT NULL);
  CREATE TABLE ledger (
    id serial, tracking_id text, transaction_id text, type text, amount numeric(12, 2), currency text
  );
  INSERT INTO wallets VALUES ('ada', 0, 0);
`;

export const createTables = async (db: PGlite): Promise<void> => void (await db.exec(tables));

export async function addPayment(tx: Tx, trackingId: string): Promise<void> {
  await tx.query("INSERT INTO payments VALUES ($1, 'waiting')", [trackingId]);
}

/** Without a guard against a late status: the inbox is that guard. */
export async function setStatus(tx: Tx, trackingId: string, status: string): Promise<void> {
  await tx.query("UPDATE payments SET status = $2 WHERE tracking_id = $1", [trackingId, status]);
}

export async function credit(tx: Tx, event: Transaction): Promise<void> {
  await tx.query("UPDATE wallets SET balance = balance + $2 WHERE owner = $1", [
    event.user_id,
    event.amount,
  ]);
  await addEntry(tx, event);
}

/** Moves an amount from the balance to the money on hold. */
export async function hold(tx: Tx, owner: string, amount: string): Promise<void> {
  const { affectedRows } = await tx.query(
    "UPDATE wallets SET balance = balance - $2, on_hold = on_hold + $2 WHERE owner = $1 AND balance >= $2",
    [owner, amount],
  );
  if (affectedRows !== 1) throw new Error(`The wallet of ${owner} has less than ${amount}.`);
}

/** Returns an amount that was on hold. */
export async function release(tx: Tx, owner: string, amount: string): Promise<void> {
  await tx.query(
    "UPDATE wallets SET balance = balance + $2, on_hold = on_hold - $2 WHERE owner = $1",
    [owner, amount],
  );
}

/** Books a payout whose amount was on hold. */
export async function payOut(tx: Tx, event: Transaction): Promise<void> {
  await tx.query("UPDATE wallets SET on_hold = on_hold - $2 WHERE owner = $1", [
    event.user_id,
    event.amount,
  ]);
  await addEntry(tx, event);
}

async function addEntry(tx: Tx, event: Transaction): Promise<void> {
  const { tracking_id, transaction_id, transaction_type, amount, currency } = event;
  await tx.query(
    "INSERT INTO ledger (tracking_id, transaction_id, type, amount, currency) VALUES ($1, $2, $3, $4, $5)",
    [tracking_id, transaction_id, transaction_type, amount, currency],
  );
}

export interface WalletState {
  wallet: string;
  onHold: string;
  payments: ShopPayment[];
  entries: LedgerEntry[];
}

export async function readWallet(db: PGlite): Promise<WalletState> {
  const wallets = await db.query<{ balance: string; on_hold: string }>("SELECT * FROM wallets");
  const payments = await db.query<ShopPayment>("SELECT * FROM payments ORDER BY tracking_id");
  const entries = await db.query<LedgerEntry>(
    "SELECT tracking_id, transaction_id, type, amount, currency FROM ledger ORDER BY id",
  );
  const [wallet] = wallets.rows;
  return {
    wallet: wallet?.balance ?? "",
    onHold: wallet?.on_hold ?? "",
    payments: payments.rows,
    entries: entries.rows,
  };
}
