import { and, eq, inArray } from "drizzle-orm";
import type { Queries } from "./open-database.js";
import { donations, type DonationState } from "./tables.js";

export type Donation = typeof donations.$inferSelect;

/** The states without a final result. */
const open: readonly DonationState[] = ["opening", "waiting", "unknown"];

/**
 * The states that a successful deposit can end: all in which no money is booked. The gateway is authoritative, so a late
 * success also corrects "refused" and "expired".
 */
export const unpaid: readonly DonationState[] = [...open, "refused", "declined", "expired"];

export async function addDonation(db: Queries, donation: Omit<Donation, "state">): Promise<void> {
  await db.insert(donations).values(donation);
}

export async function findDonation(db: Queries, id: string): Promise<Donation | undefined> {
  const [donation] = await db.select().from(donations).where(eq(donations.id, id));
  return donation;
}

/** Changes the state if it is one of `from`. Returns undefined if it is not, such as after a concurrent change. */
export async function moveDonation(
  db: Queries,
  id: string,
  to: DonationState,
  from: readonly DonationState[] = open,
): Promise<Donation | undefined> {
  const [donation] = await db
    .update(donations)
    .set({ state: to })
    .where(and(eq(donations.id, id), inArray(donations.state, [...from])))
    .returning();
  return donation;
}
