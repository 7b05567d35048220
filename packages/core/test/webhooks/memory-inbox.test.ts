import { beforeEach, describe, expect, test } from "vitest";
import type { Change, Claim, Inbox, Lease } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { toChange } from "../../src/webhooks/parse-event.js";
import { transaction } from "./stage.js";

const change = (over: Partial<typeof transaction> = {}): Change =>
  toChange({ ...transaction, ...over });

let inbox: Inbox;

beforeEach(() => {
  inbox = memoryInbox();
});

function leaseOf(claim: Claim<undefined>): Lease<undefined> {
  if (claim.state !== "new") throw new Error(`the claim is ${claim.state}`);
  return claim.lease;
}

async function record(one: Change): Promise<void> {
  expect(await inbox.complete(one, leaseOf(await inbox.claim(one)))).toBe(true);
}

const stateOf = async (one: Change): Promise<string> => (await inbox.claim(one)).state;

test("a change is new once, and a duplicate ever after", async () => {
  await record(change());
  expect(await stateOf(change())).toBe("duplicate");
});

test("fields told in another order are no conflict, another value is", async () => {
  const reordered = Object.fromEntries(
    Object.entries(transaction).toReversed(),
  ) as unknown as typeof transaction;
  await record(change());
  expect(await stateOf(toChange(reordered))).toBe("duplicate");
  expect(await stateOf(change({ amount: "900.00" }))).toBe("conflict");
});

test("a released change is new again", async () => {
  const lease = leaseOf(await inbox.claim(change()));
  await inbox.release(change(), lease);
  expect(await stateOf(change())).toBe("new");
});

describe("while a change is in progress", () => {
  test("every change of its transaction is in progress, others are not", async () => {
    await inbox.claim(change());
    expect(await stateOf(change())).toBe("in-progress");
    expect(await stateOf(change({ status: "pending" }))).toBe("in-progress");
    expect(await stateOf(change({ transaction_id: "t-2" }))).toBe("new");
    expect(await stateOf(change({ transaction_type: "withdrawal" }))).toBe("new");
  });

  test("a recorded one of the same transaction is still a duplicate", async () => {
    await record(change({ status: "pending" }));
    await inbox.claim(change());
    expect(await stateOf(change({ status: "pending" }))).toBe("duplicate");
  });
});

test("a claim that was given back can neither complete nor release", async () => {
  const first = leaseOf(await inbox.claim(change()));
  await inbox.release(change(), first);
  const second = leaseOf(await inbox.claim(change()));
  expect(second.fencingToken).toBeGreaterThan(first.fencingToken);
  expect(await inbox.complete(change(), first)).toBe(false);
  await inbox.release(change(), first);
  expect(await stateOf(change())).toBe("in-progress");
  expect(await inbox.complete(change(), second)).toBe(true);
  expect(await inbox.complete(change(), second)).toBe(false);
});

describe("order", () => {
  test("pending after a final status is stale", async () => {
    await record(change());
    expect(await stateOf(change({ status: "pending" }))).toBe("stale");
  });

  test("a final status after another is new and says what it contradicts", async () => {
    await record(change({ status: "rejected" }));
    expect(leaseOf(await inbox.claim(change())).contradicts).toBe("rejected");
  });

  test("a final status after pending contradicts nothing", async () => {
    await record(change({ status: "pending" }));
    expect(leaseOf(await inbox.claim(change())).contradicts).toBeUndefined();
  });

  test("an unknown status is neither stale nor makes another so, and contradicts nothing", async () => {
    await record(change({ status: "reviewing" }));
    await record(change({ status: "pending" }));
    await record(change());
    expect(leaseOf(await inbox.claim(change({ status: "refunded" }))).contradicts).toBeUndefined();
  });
});

test("a look says what a claim would, and claims nothing", async () => {
  const look = (one: Change) => inbox.peek?.(one);
  expect(await look(change())).toBe("new");
  const lease = leaseOf(await inbox.claim(change()));
  expect(await look(change())).toBe("in-progress");
  await inbox.complete(change(), lease);
  expect(await look(change())).toBe("duplicate");
  expect(await look(change({ amount: "900.00" }))).toBe("conflict");
  expect(await look(change({ status: "pending" }))).toBe("stale");
});

test("a mark is what was last written under its name", async () => {
  expect(await inbox.checkpoints?.read("a")).toBeUndefined();
  await inbox.checkpoints?.write("a", "1");
  await inbox.checkpoints?.write("b", "2");
  await inbox.checkpoints?.write("a", "3");
  expect(await inbox.checkpoints?.read("a")).toBe("3");
  expect(await inbox.checkpoints?.read("b")).toBe("2");
});

describe("its bound", () => {
  test("the longest untouched go first, never one in progress", async () => {
    inbox = memoryInbox({ maxTransactions: 2 });
    const held = change({ transaction_id: "held" });
    await inbox.claim(held);
    for (const transaction_id of ["a", "b", "c"]) await record(change({ transaction_id }));
    expect(await stateOf(held)).toBe("in-progress");
    expect(await stateOf(change({ transaction_id: "c" }))).toBe("duplicate");
    expect(await stateOf(change({ transaction_id: "a" }))).toBe("new");
  });

  test.each([0, -1, 1.5, NaN])("of %s is refused", (wrong) => {
    expect(() => memoryInbox({ maxTransactions: wrong })).toThrow(/^maxTransactions: /);
  });
});
