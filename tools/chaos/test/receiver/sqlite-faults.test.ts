import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createReceiver } from "@numipay/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Engine } from "../../src/receiver/engine.js";
import { handlerFaults } from "../../src/receiver/handler-faults.js";
import { openPublishedSqlite } from "../../src/receiver/open-sqlite.js";
import { missingSqlite } from "../../src/stores/sqlite-store.js";
import { createEvent } from "../change.js";

// Only a receiver has a pipe to its parent.
vi.mock(import("../../src/receiver/report-pipe.js"), async (load) => ({
  ...(await load()),
  reportCount: () => undefined,
}));

const missing = missingSqlite();
if (missing !== undefined && process.env["CI"] === "true") throw new Error(missing);

const cases = Object.entries(handlerFaults.sqlite).flatMap(([family, faults]) =>
  Object.keys(faults).map((name) => ({ family, name })),
);

const origin = {
  source: "webhook",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
} as const;

describe.skipIf(missing !== undefined)("the faults of SQLite", () => {
  const folder = mkdtempSync(join(tmpdir(), "numipay-chaos-test-"));
  let engine: Engine;
  beforeAll(async () => {
    engine = await openPublishedSqlite({
      engine: "sqlite",
      databasePath: join(folder, "shop.db"),
      ledgerUrl: "",
      leaseMs: 1000,
      passwords: [],
      isSafe: false,
    });
  });
  afterAll(async () => {
    await engine.close?.();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(cases)("append once after $family: $name", async ({ name }) => {
    let isFaulty = true;
    const receiver = createReceiver<unknown, unknown>({
      signaturePassword: "a-password-for-these-tests",
      inbox: engine.inbox,
      onOutcome: () => undefined,
    });
    receiver.on("*", (event, { tx, idempotencyKey: key, fencingToken }) => {
      const entry = { key, transactionKey: name, rank: 1, fencingToken, event } as const;
      if (!isFaulty) return engine.effect(entry, tx);
      isFaulty = false;
      return engine.injectFault?.({ fault: name, entry, tx, leaseMs: 1000 });
    });
    const event = createEvent({ transaction_id: name, tracking_id: name });
    await receiver.apply(event, origin);
    const retry = await receiver.apply(event, origin);
    await pause(30);
    expect(retry.outcome).toMatch(/^(processed|duplicate)$/);
    const entries = (await engine.readLedger?.()) as { transactionKey: string }[];
    expect(entries.filter(({ transactionKey }) => transactionKey === name)).toHaveLength(1);
  });
});
