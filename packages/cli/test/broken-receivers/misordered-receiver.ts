import express, { type Express } from "express";
import type { TestLedger } from "./serve-receiver.js";
import { createReceiver } from "./correct-receiver.js";

/** Mounted after express.json(), so the raw bytes are gone and every genuine delivery is rejected. */
export function createMisorderedReceiver(ledger: TestLedger): Express {
  const app = express();
  app.use(express.json());
  app.use(createReceiver(ledger));
  return app;
}
