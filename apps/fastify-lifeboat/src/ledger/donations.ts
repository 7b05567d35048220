import type { Queries } from "./open-database.js";

/** Where a donation is. Each arrow is one guarded statement: `opening` -> `waiting` -> `given` -> `refunding` -> `refunded`. */
export type DonationState =
  /** The gateway is being called. */
  | "opening"
  /** The donor is at the cashier. */
  | "waiting"
  /** The gateway's response was lost, and asking did not help yet. */
  | "unknown"
  /** The gateway certainly opened nothing. */
  | "refused"
  | "given"
  | "declined"
  | "expired"
  /** Its money is held for the donor. */
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

/** What may still become a donation, or come to nothing. */
const open: readonly DonationState[] = ["opening", "waiting", "unknown"];

/**
 * What a successful deposit may end: everything in which no money is booked. A late success corrects a "refused" or an
 * "expired", because the gateway knows better than we do.
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

/** Moves a donation on, if it is in one of the states. Undefined when it is not: somebody else was faster. */
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
