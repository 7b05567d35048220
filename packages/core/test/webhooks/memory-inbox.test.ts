import { beforeEach, describe, expect, it } from "vitest";
import type { Change, Claim, Inbox, Lease } from "../../src/webhooks/inbox.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import { toChange } from "../../src/webhooks/parse-event.js";
import { transaction } from "./fixture.js";

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

describe("memoryInbox", () => {
  it("claims a change only once", async () => {
    await record(change());
    expect(await stateOf(change())).toBe("duplicate");
  });

  it("detects conflicts regardless of field order", async () => {
    const reordered = Object.fromEntries(
      Object.entries(transaction).toReversed(),
    ) as unknown as typeof transaction;
    await record(change());
    expect(await stateOf(toChange(reordered))).toBe("duplicate");
    expect(await stateOf(change({ amount: "900.00" }))).toBe("conflict");
  });

  it("makes a released change new again", async () => {
    const lease = leaseOf(await inbox.claim(change()));
    await inbox.release(change(), lease);
    expect(await stateOf(change())).toBe("new");
  });
});

describe("memoryInbox with a change in progress", () => {
  it("blocks changes of the same transaction", async () => {
    await inbox.claim(change());
    expect(await stateOf(change())).toBe("in-progress");
    expect(await stateOf(change({ status: "pending" }))).toBe("in-progress");
    expect(await stateOf(change({ transaction_id: "t-2" }))).toBe("new");
    expect(await stateOf(change({ transaction_type: "withdrawal" }))).toBe("new");
  });

  it("still reports recorded changes as duplicates", async () => {
    await record(change({ status: "pending" }));
    await inbox.claim(change());
    expect(await stateOf(change({ status: "pending" }))).toBe("duplicate");
  });
});

describe("memoryInbox", () => {
  it("rejects a released lease", async () => {
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
});

describe("memoryInbox and statuses", () => {
  it("reports pending after a final status as stale", async () => {
    await record(change());
    expect(await stateOf(change({ status: "pending" }))).toBe("stale");
  });

  it("reports a contradicted final status", async () => {
    await record(change({ status: "rejected" }));
    expect(leaseOf(await inbox.claim(change())).contradicts).toBe("rejected");
  });

  it("reports no contradiction after pending", async () => {
    await record(change({ status: "pending" }));
    expect(leaseOf(await inbox.claim(change())).contradicts).toBeUndefined();
  });

  it("gives unknown statuses no order", async () => {
    await record(change({ status: "reviewing" }));
    await record(change({ status: "pending" }));
    await record(change());
    expect(leaseOf(await inbox.claim(change({ status: "refunded" }))).contradicts).toBeUndefined();
  });
});

describe("memoryInbox", () => {
  it("peeks without claiming", async () => {
    const peek = (one: Change) => inbox.peek?.(one);
    expect(await peek(change())).toBe("new");
    const lease = leaseOf(await inbox.claim(change()));
    expect(await peek(change())).toBe("in-progress");
    await inbox.complete(change(), lease);
    expect(await peek(change())).toBe("duplicate");
    expect(await peek(change({ amount: "900.00" }))).toBe("conflict");
    expect(await peek(change({ status: "pending" }))).toBe("stale");
  });

  it("stores checkpoints by name", async () => {
    expect(await inbox.checkpoints?.read("a")).toBeUndefined();
    await inbox.checkpoints?.write("a", "1");
    await inbox.checkpoints?.write("b", "2");
    await inbox.checkpoints?.write("a", "3");
    expect(await inbox.checkpoints?.read("a")).toBe("3");
    expect(await inbox.checkpoints?.read("b")).toBe("2");
  });
});

describe("maxTransactions", () => {
  it("drops the least recently changed", async () => {
    inbox = memoryInbox({ maxTransactions: 2 });
    const held = change({ transaction_id: "held" });
    await inbox.claim(held);
    for (const transaction_id of ["a", "b", "c"]) await record(change({ transaction_id }));
    expect(await stateOf(held)).toBe("in-progress");
    expect(await stateOf(change({ transaction_id: "c" }))).toBe("duplicate");
    expect(await stateOf(change({ transaction_id: "a" }))).toBe("new");
  });

  it.each([0, -1, 1.5, NaN])("rejects %s", (wrong) => {
    expect(() => memoryInbox({ maxTransactions: wrong })).toThrow(/^maxTransactions must be/);
  });

  it("is the only option", () => {
    expect(() => memoryInbox({ maxTransaction: 2 } as never)).toThrow(
      "maxTransaction is not an option. Did you mean maxTransactions?",
    );
  });
});
