import { createHash } from "node:crypto";
import { isTransaction } from "@numipay/core";
import express, { type Express } from "express";
import { type TestLedger, signaturePassword } from "./serve-receiver.js";
import { applyOnce } from "./correct-receiver.js";

/** Hashes JSON.stringify(request.body), which only matches compact JSON. */
export function createReserializingReceiver(ledger: TestLedger): Express {
  const apply = applyOnce();
  const app = express();
  app.use(express.json());
  app.post("/webhook", (request, response) => {
    const text = JSON.stringify(request.body) + signaturePassword;
    const hash = createHash("sha1").update(text).digest("hex").toUpperCase();
    if (request.get("x-signature") !== hash) response.sendStatus(401);
    else if (isTransaction(request.body)) apply(request.body, response, ledger);
    else response.sendStatus(400);
  });
  return app;
}
