import type { Express } from "express";
import type { TestLedger } from "./serve-receiver.js";
import { createReceiver } from "./correct-receiver.js";

/** Credits each transaction once, ignoring its status. */
export function createStatusBlindReceiver(ledger: TestLedger): Express {
  const applied = new Set<string>();
  return createReceiver(ledger, {
    apply(event, response) {
      if (!applied.has(event.transaction_id)) ledger.credit(event);
      applied.add(event.transaction_id);
      response.sendStatus(200);
    },
  });
}
