import type { Transaction } from "@numipay/core";
import type { Queries } from "./open-database.js";

/** Something for a person to look at. */
export interface Flag {
  /** The webhook's idempotency key: however often it comes, it is flagged once. */
  readonly key: string;
  readonly tracking_id: string;
  readonly why: string;
}

/** Notes an event that fits nothing. It is not thrown: the gateway would only send it again, and it would not fit better. */
export async function flag(
  tx: Queries,
  key: string,
  { tracking_id }: Transaction,
  why: string,
): Promise<void> {
  await tx.query(
    "INSERT INTO flags (key, tracking_id, why) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [key, tracking_id, why],
  );
}

export async function listFlags(db: Queries): Promise<Flag[]> {
  return (await db.query<Flag>("SELECT key, tracking_id, why FROM flags ORDER BY key")).rows;
}
