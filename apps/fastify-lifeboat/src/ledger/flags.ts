import type { Transaction } from "@numipay/core";
import type { Queries } from "./open-database.js";

/** A problem for the office to review. */
export interface Flag {
  /** The webhook's idempotency key, so that duplicates are flagged once. */
  readonly key: string;
  readonly tracking_id: string;
  readonly reason: string;
}

/** Records an event that cannot be booked. It does not throw: a retry of the same event could not be booked either. */
export async function flag(
  tx: Queries,
  key: string,
  { tracking_id }: Transaction,
  reason: string,
): Promise<void> {
  await tx.query(
    "INSERT INTO flags (key, tracking_id, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [key, tracking_id, reason],
  );
}

export async function listFlags(db: Queries): Promise<Flag[]> {
  return (await db.query<Flag>("SELECT key, tracking_id, reason FROM flags ORDER BY key")).rows;
}
