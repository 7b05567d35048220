import type { Donation } from "./donations.js";
import type { Queries } from "./open-database.js";

/** Where money can be. The sum over all of them is always zero. */
export type LedgerAccount = "gateway" | "donations" | "held";

/** Books a donation's money from one account to another. A key is booked once; twice is an error, and rolls back. */
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

/** What an account holds, in cents. */
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
