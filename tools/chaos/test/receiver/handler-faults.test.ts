import { setTimeout as pause } from "node:timers/promises";
import { PGlite } from "@electric-sql/pglite";
import { createReceiver } from "@numipay/core";
import { type PgliteInbox, pgliteInbox, type PgliteTransaction } from "@numipay/sql/pglite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Entry } from "../../src/ledger/entry.js";
import { handlerFaults, injectHandlerFault } from "../../src/receiver/handler-faults.js";
import type { HandlerWork } from "../../src/receiver/handler-faults/handler-work.js";
import { createLedgerTable, insertEntry } from "../../src/receiver/ledger-table.js";
import { createEvent } from "../change.js";

const { "slow handler": _slow, ...inTransaction } = handlerFaults;
const names = Object.values(handlerFaults).flatMap((faults) => Object.keys(faults));

const toWork = (entry: Entry, tx: PgliteTransaction): HandlerWork => ({
  entry,
  tx,
  leaseMs: 1000,
  append: (other = tx) => insertEntry(entry, other),
  run: async (text) => void (await tx.exec(text)),
});

describe("handlerFaults", () => {
  it("have unique names that fit in a header", () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(() => new Headers({ "x-chaos-fault": name })).not.toThrow();
  });
});

describe("injectHandlerFault", () => {
  it("rejects an unknown name", async () => {
    const event = createEvent();
    const injected = injectHandlerFault("nothing", {
      entry: { key: "", transactionKey: "", rank: 1, fencingToken: 1, event },
      tx: { query: async () => undefined },
      leaseMs: 1000,
      append: async () => true,
      run: async () => undefined,
    });
    await expect(injected).rejects.toThrow("Unknown handler fault: nothing");
  });
});

describe("injectHandlerFault on PGlite", () => {
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

  it.each(cases)("appends once after $family: $name", async ({ name }) => {
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
      await injectHandlerFault(name, work);
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
