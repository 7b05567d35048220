import { isTransaction } from "@numipay/core";
import express, { type Express } from "express";
import type { TestLedger } from "./serve-receiver.js";
import { applyOnce } from "./correct-receiver.js";

/** Accepts every request without verifying the signature. */
export function createUnverifiedReceiver(ledger: TestLedger): Express {
  const apply = applyOnce();
  const app = express();
  app.use(express.json());
  app.post("/webhook", (request, response) => {
    if (isTransaction(request.body)) apply(request.body, response, ledger);
    else response.sendStatus(400);
  });
  return app;
}
