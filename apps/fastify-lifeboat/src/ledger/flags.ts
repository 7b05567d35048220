import type { Transaction } from "@numipay/core";
import type { Queries } from "./open-database.js";
import { flags } from "./tables.js";

/** A problem for the office to review. */
export type Flag = typeof flags.$inferSelect;

/** Records an event that cannot be booked. It does not throw: a retry of the same event could not be booked either. */
export async function flag(
  tx: Queries,
  key: string,
  { tracking_id }: Transaction,
  reason: string,
): Promise<void> {
  await tx.insert(flags).values({ key, tracking_id, reason }).onConflictDoNothing();
}

export async function listFlags(db: Queries): Promise<Flag[]> {
  return db.select().from(flags).orderBy(flags.key);
}
