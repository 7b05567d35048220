import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { onTestFinished } from "vitest";
import type { LedgerRow } from "../../src/doctor/ledger.js";

/** The signature password of every receiver. */
export const signaturePassword = "receiver-password-8Qm2xT6vL0";

/** A ledger that records every credit, including duplicates. */
export interface TestLedger {
  rows: LedgerRow[];
  credit: (event: { tracking_id: string; amount: string; currency: string }) => void;
}

export function createTestLedger(): TestLedger {
  const rows: LedgerRow[] = [];
  return {
    rows,
    credit: ({ tracking_id, amount, currency }) =>
      void rows.push({ tracking_id, amount, currency }),
  };
}

/** Serves the app on loopback until the test ends, and returns the webhook's URL. */
export async function serveReceiver(app: Express): Promise<URL> {
  // Outside of tests, Express prints errors of handlers.
  app.set("env", "test");
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/webhook`);
}
