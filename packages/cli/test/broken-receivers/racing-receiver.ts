import { setImmediate as nextTurn } from "node:timers/promises";
import type { Express } from "express";
import type { TestLedger } from "./serve-receiver.js";
import { createReceiver, isPaid } from "./correct-receiver.js";

/** Checks whether a change was applied, waits for its database, and only then records it. */
export function createRacingReceiver(ledger: TestLedger): Express {
  const applied = new Set<string>();
  let arrived = 0;
  return createReceiver(ledger, {
    apply(event, response) {
      const key = `${event.transaction_type} ${event.transaction_id} ${event.status}`;
      const isNew = !applied.has(key);
      arrived += 1;
      void (async () => {
        // Waits until no other delivery arrives, so that all concurrent ones pass the check.
        let seen = 0;
        while (seen !== arrived) {
          seen = arrived;
          for (let turn = 0; turn < 50; turn += 1) await nextTurn();
        }
        if (isNew && isPaid(event)) ledger.credit(event);
        applied.add(key);
        response.sendStatus(200);
      })();
    },
  });
}
