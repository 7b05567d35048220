import type { Donation } from "./donations.js";
import type { Queries } from "./open-database.js";

/** The accounts. Their balances always add up to zero. */
export type LedgerAccount = "gateway" | "donations" | "held";

/**
 * Moves a donation's money from one account to another.
 *
 * @throws Error when the key was booked before, which rolls back the transaction
 */
export async function transfer(
  tx: Queries,
  key: string,
  { id, cents, currency }: Donation,
  [from, to]: readonly [LedgerAccount, LedgerAccount],
): Promise<void> {
  await tx.query(
    `INSERT INTO ledger (key, from_account, to_account, cents, currency, donation)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [key, from, to, cents, currency, id],
  );
}

/** Returns an account's balance in cents. */
export async function balance(
  db: Queries,
  account: LedgerAccount,
  currency: string,
): Promise<number> {
  const { rows } = await db.query<{ cents: number }>(
    `SELECT coalesce(sum(CASE WHEN to_account = $1 THEN cents ELSE -cents END), 0)::int AS cents
     FROM ledger WHERE currency = $2 AND $1 IN (from_account, to_account)`,
    [account, currency],
  );
  return rows[0]?.cents ?? 0;
}
