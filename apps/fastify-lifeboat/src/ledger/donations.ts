import type { Queries } from "./open-database.js";

/** The state of a donation: `opening` -> `waiting` -> `given` -> `refunding` -> `refunded`. */
export type DonationState =
  /** The request to the gateway is in progress. */
  | "opening"
  /** The donor is at the cashier. */
  | "waiting"
  /** The gateway's response was lost and its status could not be resolved yet. */
  | "unknown"
  /** The gateway rejected the request. */
  | "refused"
  | "given"
  | "declined"
  | "expired"
  /** The money is on hold until the refund's webhook arrives. */
  | "refunding"
  | "refunded";

export interface Donation {
  /** Our tracking_id. */
  readonly id: string;
  /** Our user_id. */
  readonly donor: string;
  readonly cents: number;
  readonly currency: string;
  readonly state: DonationState;
}

/** The states without a final result. */
const open: readonly DonationState[] = ["opening", "waiting", "unknown"];

/**
 * The states that a successful deposit can end: all in which no money is booked. The gateway is authoritative, so a late
 * success also corrects "refused" and "expired".
 */
export const unpaid: readonly DonationState[] = [...open, "refused", "declined", "expired"];

const columns = "id, donor, cents, currency, state";

export async function addDonation(
  db: Queries,
  { id, donor, cents, currency }: Omit<Donation, "state">,
): Promise<void> {
  await db.query("INSERT INTO donations (id, donor, cents, currency) VALUES ($1, $2, $3, $4)", [
    id,
    donor,
    cents,
    currency,
  ]);
}

export async function findDonation(db: Queries, id: string): Promise<Donation | undefined> {
  const { rows } = await db.query<Donation>(`SELECT ${columns} FROM donations WHERE id = $1`, [id]);
  return rows[0];
}

/** Changes the state if it is one of `from`. Returns undefined if it is not, such as after a concurrent change. */
export async function moveDonation(
  db: Queries,
  id: string,
  to: DonationState,
  from: readonly DonationState[] = open,
): Promise<Donation | undefined> {
  const { rows } = await db.query<Donation>(
    `UPDATE donations SET state = $2 WHERE id = $1 AND state = ANY($3) RETURNING ${columns}`,
    [id, to, from],
  );
  return rows[0];
}
