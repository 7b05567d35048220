import { expect, it } from "vitest";
import { createOutageNotes } from "../../src/gateways/outage-notes.js";

const event = { transaction_id: "1", transaction_type: "deposit" };
const key = (status) => `deposit:1:${status}`;
const bodyOf = (status) => JSON.stringify({ ...event, status });

/** Sends changes by their status, to whoever answers like this; undefined: nothing listens. */
function createWorld() {
  let answer: number | undefined;
  let isReconciled = false;
  const notes = createOutageNotes(async () => {
    if (answer === undefined) throw new Error("connect ECONNREFUSED");
    return { status: answer, text: "" };
  });
  const deliver = notes.deliverWhile(() => isReconciled);
  return {
    notes,
    send: async (status, answered, { whileReconciled = false } = {}) => {
      answer = answered;
      isReconciled = whileReconciled;
      await deliver("http://receiver.test", { body: bodyOf(status) }).catch(() => undefined);
    },
  };
}

it("knows when a change was first sent and first acknowledged", async () => {
  const { notes, send } = createWorld();
  await send("pending", undefined);
  await send("successful", undefined);
  await send("pending", 200);
  await send("pending", 200);
  expect(notes.orders.get(key("pending"))).toEqual({ sent: 1, acknowledged: 3, refused: 1 });
  expect(notes.orders.get(key("successful"))?.acknowledged).toBe(Infinity);
});

it("counts as raced what was refused before and comes while the reconciler is there", async () => {
  const { notes, send } = createWorld();
  await send("pending", undefined);
  await send("pending", 200, { whileReconciled: true });
  await send("successful", 200, { whileReconciled: true });
  expect([...notes.raced]).toEqual([key("pending")]);
});

it("does not count as raced what comes when the reconciler is done", async () => {
  const { notes, send } = createWorld();
  await send("pending", undefined);
  await send("pending", 200);
  expect(notes.raced.size).toBe(0);
});

it("takes the gateway's list for a sending: a pending that comes after it may be stale", async () => {
  const { notes, send } = createWorld();
  const since = notes.now();
  await send("pending", 200, { whileReconciled: true });
  notes.listed(key("successful"), since);
  await send("successful", 200);
  const [pending, final] = ["pending", "successful"].map((status) => notes.orders.get(key(status)));
  expect(final?.sent).toBeLessThan(pending?.acknowledged ?? 0);
});
