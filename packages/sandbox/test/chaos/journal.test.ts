import {
  createJournal,
  isAlreadySentError,
  isOutcomeUnknownError,
  type Journal,
  memoryJournalStore,
  type Numipay,
} from "@numipay/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMerchant, transports } from "../merchant.js";
import { clientOf } from "../facts/client.js";

const ids = Array.from({ length: 40 }, (_, n) => `order-${n}`);
const deposit = { user_id: "user-1", currency: "EUR", amount: "10.00" };
const mostRepetitions = 5;

/** Requests each payment, and repeats what fails, as a retrying job does. */
async function payAll(connect: () => Numipay): Promise<Map<string, string>> {
  const ends = new Map<string, string>();
  for (const tracking_id of ids) {
    for (let attempt = 0; attempt < mostRepetitions; attempt += 1) {
      // A new client for each attempt, as in another process.
      const end = await pay(connect(), tracking_id);
      ends.set(tracking_id, end);
      if (end !== "unknown") break;
    }
  }
  return ends;
}

async function pay(numipay: Numipay, tracking_id: string): Promise<string> {
  try {
    await numipay.payments.hostedCheckout({ ...deposit, tracking_id });
    return "paid";
  } catch (error) {
    if (isAlreadySentError(error)) return "already sent";
    if (isOutcomeUnknownError(error)) return "unknown";
    throw error;
  }
}

describe.each(transports)("payments with lost responses and 5xx %s", (transport) => {
  async function play(toJournal: () => Journal | undefined) {
    const api = { loseResponse: 0.3, serverError: 0.3 };
    const merchant = await createMerchant({ chaos: { seed: "journal", api } }, transport);
    onTestFinished(() => merchant.sandbox.close());
    let posts = 0;
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (init?.method === "POST") posts += 1;
      return merchant.fetch(input, init);
    };
    const ends = await payAll(() =>
      clientOf(merchant, { fetch, retryDelayMs: 1, journal: toJournal() }),
    );
    return { ends, posts, transactions: merchant.sandbox.transactions() };
  }

  it("are sent once with a journal", async () => {
    const store = memoryJournalStore();
    const { ends, posts, transactions } = await play(() => createJournal(store));
    expect(posts).toBe(ids.length);
    const created = transactions.map(({ tracking_id }) => tracking_id);
    // What stays unknown never arrived: the gateway failed before the operation.
    expect(created.toSorted()).toEqual(ids.filter((id) => ends.get(id) !== "unknown").toSorted());
    expect(new Set(ends.values())).toEqual(new Set(["paid", "already sent", "unknown"]));
  });

  it("are sent again without one", async () => {
    const { posts } = await play(() => undefined);
    expect(posts).toBeGreaterThan(ids.length);
  });
});
