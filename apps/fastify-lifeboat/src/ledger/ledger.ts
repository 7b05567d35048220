import { and, eq, or, sql } from "drizzle-orm";
import type { Donation } from "./donations.js";
import type { Queries } from "./open-database.js";
import { ledger, type LedgerAccount } from "./tables.js";

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
  await tx.insert(ledger).values({ key, from, to, cents, currency, donation: id });
}

/** Returns an account's balance in cents. */
export async function balance(
  db: Queries,
  account: LedgerAccount,
  currency: string,
): Promise<number> {
  const isTo = eq(ledger.to, account);
  const cents = sql<number>`coalesce(sum(CASE WHEN ${isTo} THEN ${ledger.cents} ELSE -${ledger.cents} END), 0)::int`;
  const [sum] = await db
    .select({ cents })
    .from(ledger)
    .where(and(eq(ledger.currency, currency), or(isTo, eq(ledger.from, account))));
  return sum?.cents ?? 0;
}
