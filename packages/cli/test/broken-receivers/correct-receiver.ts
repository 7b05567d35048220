import { isTransaction, type Transaction, verifySignature } from "@numipay/core";
import express, { type Express, type Request, type Response } from "express";
import type { TestLedger } from "./serve-receiver.js";
import { signaturePassword } from "./serve-receiver.js";

/** The steps of a correct hand-written receiver. Each broken receiver replaces one. */
export interface Steps {
  /** Returns the verified event, or undefined if it has already responded. */
  verify: (request: Request, response: Response) => Transaction | undefined;
  /** Applies a verified event and responds. */
  apply: (event: Transaction, response: Response, ledger: TestLedger) => void;
}

export function createReceiver(ledger: TestLedger, steps: Partial<Steps> = {}): Express {
  const { verify = verifyCorrectly, apply = applyOnce() } = steps;
  const app = express();
  app.post("/webhook", express.raw({ type: "*/*", limit: "1mb" }), (request, response) => {
    const event = verify(request, response);
    if (event !== undefined) apply(event, response, ledger);
  });
  return app;
}

export function verifyCorrectly(request: Request, response: Response): Transaction | undefined {
  try {
    // Without a body, Express sets an object or nothing.
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signature = request.get("x-signature");
    const { payload } = verifySignature({ body, signature, signaturePassword });
    if (isTransaction(payload)) return payload;
    response.sendStatus(400);
  } catch {
    response.sendStatus(401);
  }
  return undefined;
}

export function applyOnce(): Steps["apply"] {
  const applied = new Set<string>();
  return (event, response, ledger) => {
    const key = `${event.transaction_type} ${event.transaction_id} ${event.status}`;
    if (isPaid(event) && !applied.has(key)) ledger.credit(event);
    applied.add(key);
    response.sendStatus(200);
  };
}

export const isPaid = ({ transaction_type, status }: Transaction): boolean =>
  transaction_type === "deposit" && status === "successful";
