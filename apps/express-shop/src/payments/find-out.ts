// @ts-check
import type { LastKnownStatus, Numipay } from "@numipay/core";
import type { Books, Order, Withdrawal } from "../books/books.js";
import { isNumipayError } from "@numipay/core";

/**
 * Asks the gateway what became of a request whose answer was lost. It books nothing: how a payment ends, the webhook
 * tells. It only says what may be done next.
 */
export async function findOut(
  { numipay, books }: { numipay: Numipay; books: Books },
  row: Order | Withdrawal,
) {
  if (row.state !== "unknown" && row.state !== "undecided") return;
  const finding = await askGateway(numipay, row.id);
  // A decision may be given again: the gateway refuses the second where it has the first, and pays one payout once.
  const canDecideAgain = row.state === "undecided" && finding === "found";
  await books.move(row, canDecideAgain ? "review" : row.state, { finding });
}

async function askGateway(numipay, trackingId): Promise<LastKnownStatus["state"]> {
  try {
    // Asked once: somebody waits for the page, and can ask again.
    const { found } = await numipay.transactions.resolve(trackingId, { attempts: 1 });
    return found ? "found" : "not-found";
  } catch (error) {
    if (isNumipayError(error)) return "not-known";
    throw error;
  }
}
