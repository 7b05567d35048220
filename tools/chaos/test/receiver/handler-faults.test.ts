import { setTimeout as pause } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { createReceiver } from "@numipay/core";
import { type PgliteInbox, pgliteInbox, type PgliteTransaction } from "@numipay/sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Entry } from "../../src/ledger/entry.js";
import { handlerFaults } from "../../src/receiver/handler-faults.js";
import { findHandlerFault } from "../../src/receiver/handler-faults/find-handler-fault.js";
import type { HandlerWork } from "../../src/receiver/handler-faults/handler-work.js";
import { createLedgerTable, insertEntry } from "../../src/receiver/ledger-table.js";
import { createEvent } from "../change.js";

const inTransaction = handlerFaults.postgres;

const toWork = (entry: Entry, tx: PgliteTransaction): HandlerWork => ({
  entry,
  tx,
  leaseMs: 1000,
  append: (other = tx) => insertEntry(entry, other),
  run: async (text) => void (await tx.exec(text)),
});

describe("handlerFaults", () => {
  it.each(Object.entries(handlerFaults))(
    "of %s have unique names that fit in a header",
    (_database, families) => {
      const names = Object.values(families).flatMap((faults) => Object.keys(faults));
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(() => new Headers({ "x-chaos-fault": name })).not.toThrow();
    },
  );
});

describe("findHandlerFault", () => {
  it("rejects an unknown name", () => {
    expect(() => findHandlerFault(handlerFaults.postgres, "nothing")).toThrow(
      "Unknown handler fault: nothing",
    );
  });
});

describe("the faults of PostgreSQL on PGlite", () => {
  let db: PGlite;
  let inbox: PgliteInbox;
  beforeAll(async () => {
    db = await PGlite.create();
    inbox = pgliteInbox({ db });
    await inbox.migrate();
    await db.exec(createLedgerTable);
  }, 60_000);
  afterAll(() => db.close());

  const cases = Object.entries(inTransaction).flatMap(([family, faults]) =>
    Object.keys(faults).map((name) => ({ family, name })),
  );

  it.each(cases)("append once after $family: $name", async ({ name }) => {
    let isFaulty = true;
    const receiver = createReceiver({
      signaturePassword: "a-password-for-these-tests",
      inbox,
      onOutcome: () => undefined,
    });
    receiver.on("*", async (event, { tx, idempotencyKey }) => {
      const key = idempotencyKey;
      const work = toWork({ key, transactionKey: name, rank: 1, fencingToken: 1, event }, tx);
      if (!isFaulty) {
        await work.append();
        return;
      }
      isFaulty = false;
      await findHandlerFault(inTransaction, name)(work);
    });
    const event = createEvent({ transaction_id: name, tracking_id: name });
    const origin = {
      source: "webhook",
      matched: undefined,
      passwordIndex: undefined,
      request: undefined,
    } as const;
    await receiver.apply(event, origin);
    const retry = await receiver.apply(event, origin);
    await pause(30);
    expect(retry.outcome).toMatch(/^(processed|duplicate)$/);
    const read = "SELECT key FROM ledger WHERE transaction_key = $1";
    const { rows } = await db.query(read, [name]);
    expect(rows).toHaveLength(1);
  });
});
