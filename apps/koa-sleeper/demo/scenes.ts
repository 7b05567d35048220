// @ts-check
// What a passenger and an office can live through. Each scene says what happened, and whether that is as it must be.
import type { World } from "./start-world.js";
import type { Booking, BookingState } from "../src/books/bookings.js";
import { createPassenger } from "./passenger.js";

export interface Result {
  isOk: boolean;
  what: string;
}

export interface Scene {
  name: string;
  play: (world: World) => Promise<Result>;
}

export const passengerForm = { passenger: "Ada Tester", email: "ada@example.com" };
export const declinedCard = {
  card_number: "4000000000000002",
  card_holder: "Ada Tester",
  expiry: "12 / 30",
  cvv: "123",
};

export const scenes: readonly Scene[] = [
  {
    name: "Paid, by bank",
    async play(world) {
      const { passenger, settle } = await toProvider(world, "northbank");
      await passenger.press("Pay");
      return settle("confirmed", 2990);
    },
  },
  {
    name: "Card declined, wallet pays",
    async play(world) {
      const { passenger, settle } = await toProvider(world, "cardo");
      await passenger.press("Pay", declinedCard);
      const declined = await settle("declined", 0);
      await passenger.press("Try again", { provider: "pursa" });
      await passenger.press("Pay");
      const paid = await settle("confirmed", 2990);
      return { isOk: declined.isOk && paid.isOk, what: `${declined.what}; then ${paid.what}` };
    },
  },
  {
    name: "Passenger walks away",
    async play(world) {
      const { passenger, settle } = await toProvider(world, "pursa");
      await passenger.press("Walk away");
      const waiting = await settle("waiting", 0);
      await world.sandbox.advance("30m");
      const { isOk, what } = await settle("expired", 0);
      return { isOk: waiting.isOk && isOk, what: `${waiting.what}; 30 minutes later ${what}` };
    },
  },
  {
    name: "Gateway's answer is lost",
    async play(world) {
      world.lose("answer");
      const { booking, settle } = await toProvider(world, "northbank");
      const unknown = await settle("unknown", 0);
      await world.sandbox.advance("30m");
      const { isOk, what } = await settle("expired", 0);
      const asked = world.sandbox.transactions().filter((row) => row.tracking_id === booking.id);
      return {
        isOk: unknown.isOk && isOk && asked.length === 1,
        what: `"we are finding out", asked for ${asked.length} time; 30 minutes later ${what}`,
      };
    },
  },
  {
    name: "Webhook while the office is shut",
    async play(world) {
      const { passenger, settle } = await toProvider(world, "northbank");
      await world.closeOffice();
      await passenger.press("Pay");
      await world.sandbox.flush();
      await world.reopenOffice();
      const before = await settle("waiting", 0);
      await world.sandbox.advance("5m");
      const { isOk, what } = await settle("confirmed", 2990);
      const attempt = world.sandbox.deliveries().at(-1)?.attempt;
      return {
        isOk: before.isOk && isOk && attempt === 2,
        what: `nobody answered; 5 minutes later, attempt ${attempt}: ${what}`,
      };
    },
  },
  {
    name: "The same webhook 15 times",
    async play(world) {
      const { passenger, settle } = await toProvider(world, "pursa");
      await passenger.press("Pay");
      await world.sandbox.flush();
      const last = world.sandbox.deliveries().at(-1);
      if (last === undefined) throw new Error("The gateway has delivered nothing");
      const answers = await Promise.all(Array.from({ length: 15 }, () => deliver(world, last)));
      const { isOk, what } = await settle("confirmed", 2990);
      return {
        isOk: isOk && answers.every(({ outcome }) => outcome === "duplicate"),
        what: `${answers.filter(({ status }) => status === 200).length} answered 200; ${what}`,
      };
    },
  },
  {
    name: "A forged webhook",
    async play(world) {
      const { booking, settle } = await toProvider(world, "northbank");
      const forged = { requestBody: JSON.stringify(paymentOf(booking)), signature: "A".repeat(40) };
      const { status } = await deliver(world, forged);
      const { isOk, what } = await settle("waiting", 0);
      return { isOk: isOk && status === 401, what: `answered ${status}; ${what}` };
    },
  },
];

/**
 * A passenger who has booked a recliner to Venice, 29.90, and stands on the provider's own page; and a way to see how it
 * ended.
 */
export async function toProvider(
  { officeUrl, bookings, ledger, sandbox }: World,
  provider: string,
) {
  const before = ledger.balance("fares", "EUR");
  const passenger = createPassenger();
  await passenger.open(`${officeUrl}/trains/np-233`);
  await passenger.press("Hold", { ...passengerForm, provider });
  const booking = [...bookings.byId.values()].at(-1);
  if (booking === undefined) throw new Error("There is no booking");

  /** What the ticket's page and the ledger say after all webhooks that are due. */
  const settle = async (state: BookingState, cents: number): Promise<Result> => {
    await sandbox.flush();
    const last = [...bookings.byId.values()].at(-1);
    await passenger.open(`${officeUrl}/tickets/${last?.key}`);
    const booked = ledger.balance("fares", "EUR") - before;
    const isOk = passenger.state() === state && booked === cents;
    return { isOk, what: `${passenger.state()}, ${booked} cents booked` };
  };
  return { passenger, booking, settle };
}

/** What the gateway would tell of a booking's payment. */
export function paymentOf({ id, userId, currency }: Booking) {
  return {
    transaction_id: "made-up-here",
    user_id: userId,
    tracking_id: id,
    status: "successful",
    currency,
    amount: "29.90",
    transaction_type: "deposit",
  };
}

/** Posts a delivery to the office, whoever wrote it. */
export async function deliver(
  { webhookUrl }: World,
  { requestBody, signature }: { requestBody: string; signature: string },
) {
  const answer = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signature },
    body: requestBody,
  });
  const { outcome } = (await answer.json()) as { outcome: string };
  return { status: answer.status, outcome };
}
