import type { Express } from "express";
import type { TestLedger } from "./serve-receiver.js";
import { createReceiver, isPaid } from "./correct-receiver.js";

/** Credits every delivery, including duplicates. */
export function createDoubleCreditingReceiver(ledger: TestLedger): Express {
  return createReceiver(ledger, {
    apply(event, response) {
      if (isPaid(event)) ledger.credit(event);
      response.sendStatus(200);
    },
  });
}
