// What can happen to a passenger and to the office. Each scenario returns what happened, and whether that is correct.
import { createScriptedBrowser } from "sample-tests/demo";
import type { Booking, BookingState } from "../src/store/bookings.js";
import { formatMoney } from "../src/store/money.js";
import { currency } from "../src/timetable.js";
import type { World } from "./start-world.js";

export interface Result {
  isOk: boolean;
  details: string;
}

export interface Scenario {
  name: string;
  run: (world: World) => Promise<Result>;
}

export const passengerForm = { passenger: "Ada Tester", email: "ada@example.com" };
export const declinedCard = {
  card_number: "4000000000000002",
  card_holder: "Ada Tester",
  expiry: "12 / 30",
  cvv: "123",
};

export const scenarios: readonly Scenario[] = [
  {
    name: "Bank payment",
    async run(world) {
      const { passenger, check } = await goToProvider(world, "northbank");
      await passenger.press("Pay");
      return check("confirmed", 2990);
    },
  },
  {
    name: "Card declined, paid by wallet",
    async run(world) {
      const { passenger, check } = await goToProvider(world, "cardo");
      await passenger.press("Pay", declinedCard);
      const declined = await check("declined", 0);
      await passenger.press("Pay again", { provider: "pursa" });
      await passenger.press("Pay");
      const paid = await check("confirmed", 2990);
      return {
        isOk: declined.isOk && paid.isOk,
        details: `${declined.details}; then ${paid.details}`,
      };
    },
  },
  {
    name: "Payment abandoned",
    async run(world) {
      const { passenger, check } = await goToProvider(world, "pursa");
      await passenger.leaveCashier();
      const waiting = await check("waiting", 0);
      await world.sandbox.advance("30m");
      const expired = await check("expired", 0);
      return {
        isOk: waiting.isOk && expired.isOk,
        details: `${waiting.details}; after 30 minutes: ${expired.details}`,
      };
    },
  },
  {
    name: "Response lost",
    async run(world) {
      world.failNextRequest("response");
      const { booking, check } = await goToProvider(world, "northbank");
      const unknown = await check("unknown", 0);
      await world.sandbox.advance("30m");
      const expired = await check("expired", 0);
      const opened = world.sandbox.transactions().filter((row) => row.tracking_id === booking.id);
      return {
        isOk: unknown.isOk && expired.isOk && opened.length === 1,
        details: `unknown, ${opened.length} payment at the gateway; after 30 minutes: ${expired.details}`,
      };
    },
  },
  {
    name: "Office down during delivery",
    async run(world) {
      const { passenger, check } = await goToProvider(world, "northbank");
      await world.closeOffice();
      await passenger.press("Pay");
      await world.sandbox.flush();
      await world.reopenOffice();
      const waiting = await check("waiting", 0);
      await world.sandbox.advance("5m");
      const confirmed = await check("confirmed", 2990);
      const attempt = world.sandbox.deliveries().at(-1)?.attempt;
      return {
        isOk: waiting.isOk && confirmed.isOk && attempt === 2,
        details: `no response; attempt ${attempt} after 5 minutes: ${confirmed.details}`,
      };
    },
  },
  {
    name: "Webhook delivered 15 times",
    async run(world) {
      const { passenger, check } = await goToProvider(world, "pursa");
      await passenger.press("Pay");
      await world.sandbox.flush();
      const last = world.sandbox.deliveries().at(-1);
      if (last === undefined) throw new Error("The gateway has not sent a webhook.");
      const responses = await Promise.all(Array.from({ length: 15 }, () => deliver(world, last)));
      const { isOk, details } = await check("confirmed", 2990);
      return {
        isOk: isOk && responses.every(({ outcome }) => outcome === "duplicate"),
        details: `${responses.filter(({ status }) => status === 200).length} responses 200; ${details}`,
      };
    },
  },
  {
    name: "Webhook forged",
    async run(world) {
      const { booking, check } = await goToProvider(world, "northbank");
      const requestBody = JSON.stringify(paymentOf(booking));
      const { status } = await deliver(world, { requestBody, signature: "A".repeat(40) });
      const { isOk, details } = await check("waiting", 0);
      return { isOk: isOk && status === 401, details: `response ${status}; ${details}` };
    },
  },
];

/** A passenger on the provider's page, who has booked a recliner to Venice for 29.90. */
export async function goToProvider(
  { officeUrl, bookings, ledger, sandbox }: World,
  provider: string,
) {
  const faresBefore = ledger.balance("fares", currency);
  const passenger = createScriptedBrowser();
  await passenger.open(`${officeUrl}/trains/np-233`);
  await passenger.press("Book", { ...passengerForm, provider });
  const booking = [...bookings.byId.values()].at(-1);
  if (booking === undefined) throw new Error("The office has no booking.");

  /** Delivers the due webhooks, then compares the newest ticket and the ledger with what is expected. */
  async function check(expectedState: BookingState, expectedCents: number): Promise<Result> {
    await sandbox.flush();
    const last = [...bookings.byId.values()].at(-1);
    await passenger.open(`${officeUrl}/tickets/${last?.key}`);
    const state = passenger.state();
    const cents = ledger.balance("fares", currency) - faresBefore;
    return {
      isOk: state === expectedState && cents === expectedCents,
      details: `${state}, ${formatMoney(cents, currency)} booked`,
    };
  }
  return { passenger, booking, check };
}

/** The payload of a successful deposit for a booking. */
export function paymentOf({ id, userId }: Booking) {
  return {
    transaction_id: "created-by-a-test",
    user_id: userId,
    tracking_id: id,
    status: "successful",
    currency,
    amount: "29.90",
    transaction_type: "deposit",
  };
}

interface SignedBody {
  requestBody: string;
  signature: string;
}

/** Sends a webhook to the office. */
export async function deliver(
  { webhookUrl }: Pick<World, "webhookUrl">,
  { requestBody, signature }: SignedBody,
) {
  const response = await fetch(webhookUrl, {
    method: "POST",
    headers: { "content-type": "application/json", "x-signature": signature },
    body: requestBody,
  });
  const { outcome } = (await response.json()) as { outcome: string };
  return { status: response.status, outcome };
}
