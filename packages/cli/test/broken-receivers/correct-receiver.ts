import { isTransaction, type Transaction, verifySignature } from "@numipay/core";
import express, { type Express, type Request, type Response } from "express";
import type { Books } from "./serve-receiver.js";
import { signaturePassword } from "./serve-receiver.js";

/** What a merchant writes by hand, and writes well. The broken ones each change one step. */
export interface Steps {
  /** The verified event, or undefined where it answered already. */
  verify: (request: Request, response: Response) => Transaction | undefined;
  /** Applies a verified event and answers. */
  apply: (event: Transaction, response: Response, books: Books) => void;
}

export function createReceiver(books: Books, steps: Partial<Steps> = {}): Express {
  const { verify = verifyWell, apply = applyOnce() } = steps;
  const app = express();
  app.post("/webhook", express.raw({ type: "*/*", limit: "1mb" }), (request, response) => {
    const event = verify(request, response);
    if (event !== undefined) apply(event, response, books);
  });
  return app;
}

export function verifyWell(request: Request, response: Response): Transaction | undefined {
  try {
    // Express leaves an object, or nothing, where there was no body.
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
  return (event, response, books) => {
    const key = `${event.transaction_type} ${event.transaction_id} ${event.status}`;
    if (isPaid(event) && !applied.has(key)) books.credit(event);
    applied.add(key);
    response.sendStatus(200);
  };
}

export const isPaid = ({ transaction_type, status }: Transaction): boolean =>
  transaction_type === "deposit" && status === "successful";
