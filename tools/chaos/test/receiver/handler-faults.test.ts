import type { PgliteInbox } from "@numipay/postgres/pglite";
import { PGlite } from "@electric-sql/pglite";
import { createReceiver } from "@numipay/core";
import { pgliteInbox } from "@numipay/postgres/pglite";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLedgerTable, insertEntry } from "../../src/receiver/ledger-table.js";
import { handlerFaults, playHandlerFault } from "../../src/receiver/handler-faults.js";

const { "slow handler": _slow, ...inTransaction } = handlerFaults;
const names = Object.values(handlerFaults).flatMap((faults) => Object.keys(faults));

it("names each fault once, in words that a header can hold", () => {
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(() => new Headers({ "x-chaos-fault": name })).not.toThrow();
});

it("refuses a name that it does not know", async () => {
  await expect(playHandlerFault("nothing", {} as never)).rejects.toThrow(/no handler/);
});

describe("on PGlite", () => {
  let db: PGlite;
  let inbox: PgliteInbox;
  beforeAll(async () => {
    db = await PGlite.create();
    inbox = pgliteInbox({ db });
    await inbox.migrate();
    await db.exec(createLedgerTable);
  });
  afterAll(() => db.close());

  const cases = Object.entries(inTransaction).flatMap(([family, faults]) =>
    Object.keys(faults).map((name) => ({ family, name })),
  );

  it.each(cases)("books once after $family: $name", async ({ name }) => {
    let isFaulty = true;
    const receiver = createReceiver({ signaturePassword: "p", inbox, onOutcome: () => undefined });
    receiver.on("*", async (event, { tx, idempotencyKey }) => {
      const entry = { key: idempotencyKey, transactionKey: name, rank: 1, fencingToken: 1, event };
      const book = (other = tx) => insertEntry(entry, other);
      if (!isFaulty) return void (await book());
      isFaulty = false;
      const work = { entry, tx, book, leaseMs: 1000, run: (text) => tx.exec(text) };
      await playHandlerFault(name, work as never);
    });
    const event = {
      transaction_id: name,
      transaction_type: "deposit",
      tracking_id: name,
      user_id: "customer-1",
      status: "successful",
      currency: "EUR",
      amount: "20.00",
    } as never;
    const origin = { matched: undefined, passwordIndex: undefined, request: undefined };
    await receiver.apply(event, { source: "webhook", ...origin });
    const again = await receiver.apply(event, { source: "webhook", ...origin });
    await pause(30);
    expect(again.outcome).toMatch(/^(processed|duplicate)$/);
    const read = "SELECT key FROM ledger WHERE transaction_key = $1";
    const { rows } = await db.query(read, [name]);
    expect(rows).toHaveLength(1);
  });
});
