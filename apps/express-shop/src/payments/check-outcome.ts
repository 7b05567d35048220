import { isNumipayError, type LastKnownStatus, type Numipay } from "@numipay/core";
import type { Row, ShopStore } from "../store/store.js";

/**
 * Looks up a request whose response was lost, and records what the customer or the back office can do next. It moves no
 * money: the webhook reports the result.
 */
export async function checkOutcome(
  { numipay, store }: { numipay: Numipay; store: ShopStore },
  row: Row,
): Promise<void> {
  if (row.state !== "unknown" && row.state !== "undecided") return;
  const lastKnownStatus = await lookUp(numipay, row.id);
  // A decision may be sent again: if the gateway has the first one, it refuses the second.
  const canDecideAgain = row.state === "undecided" && lastKnownStatus === "found";
  await store.move(row, canDecideAgain ? "review" : row.state, { lastKnownStatus });
}

async function lookUp(numipay: Numipay, trackingId: string): Promise<LastKnownStatus["state"]> {
  try {
    // One attempt: a person is waiting for the page and can check again.
    const { found } = await numipay.transactions.resolve(trackingId, { attempts: 1 });
    return found ? "found" : "not-found";
  } catch (error) {
    if (isNumipayError(error)) return "not-known";
    throw error;
  }
}
