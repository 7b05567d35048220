import type { Express } from "express";
import type { TestLedger } from "./serve-receiver.js";
import { createReceiver, verifyCorrectly } from "./correct-receiver.js";

/** Parses before it verifies, so a body that is not JSON causes a 500. */
export function createCrashingReceiver(ledger: TestLedger): Express {
  return createReceiver(ledger, {
    verify(request, response) {
      JSON.parse(String(request.body));
      return verifyCorrectly(request, response);
    },
  });
}
