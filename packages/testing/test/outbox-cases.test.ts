import { AssertionError } from "node:assert";
import { describe, expect, it, vi } from "vitest";
import { outboxCases } from "../src/outbox-cases.js";
import type { OutboxUnderTest } from "../src/outbox-fixture.js";
import { type Defect, openTransactionalMemory } from "./transactional-memory.js";

const underTest = (defect?: Defect): OutboxUnderTest => ({
  open: async () => openTransactionalMemory(defect),
});

/** Runs every case and returns the failures as `name: message`. */
async function failuresOf(outbox: OutboxUnderTest): Promise<string[]> {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
  const failures = await Promise.all(
    outboxCases(outbox).map(async ({ name, run }) => {
      try {
        await run();
        return [];
      } catch (error) {
        if (!(error instanceof AssertionError)) throw error;
        return [`${name}: ${error.message.split("\n")[0]}`];
      }
    }),
  );
  warn.mockRestore();
  return failures.flat();
}

/** How the failures of an engine begin, in the order of the cases. A last "…" is any others. */
const expected: Record<Defect, string[]> = {
  "queues outside the transaction": [
    "queues a call with the transaction that debits for it: a call is queued after a rollback",
    "sends nothing before the transaction commits: ",
  ],
  "queues a used tracking_id": [
    "queues a tracking_id once: Missing expected rejection",
    "does not queue what was sent directly: Missing expected rejection",
    "queues one of two transactions with the same tracking_id: Missing expected rejection: both",
  ],
  "does not wait for another transaction": [
    "queues one of two transactions with the same tracking_id: Missing expected rejection: both",
    "marks in one of two transactions: both marked",
  ],
  "loses the metadata": [
    "keeps every text of a call: ",
    "reports the response with the call, once: ",
  ],
  "truncates the request": ["keeps every text of a call: "],
  "takes what another account queued": [
    "takes each due call once, the longest due first: another account got a call",
  ],
  "does not postpone what it takes": [
    "takes each due call once, the longest due first: ",
    "makes calls due again that were taken and not started: what was released is due",
  ],
  "takes the latest first": ["takes each due call once, the longest due first: "],
  "forgets delays": ["delays a call for as long as it is asked to: ", "…"],
  "forgets failures": [
    "delays a call that failed, and counts its failures: a failure is not counted",
  ],
  "keeps what is released": [
    "makes calls due again that were taken and not started: what was released is due",
  ],
  "defers what was claimed since": [
    "changes no call that was claimed or reported since it was taken: a call is deferred that was",
  ],
  "settles any state": ["settles the state that was reported only: a queued call is settled"],
  "keeps what is settled due": [
    "queues a call with the transaction that debits for it: the outcome of payout-1 took longer",
    "settles the state that was reported only: a queued call is settled",
    "…",
  ],
  "drops the request of a refusal": [
    "keeps the request of a refused call until it is settled: the request of a refusal is lost",
  ],
  "makes direct calls due": ["never has work with a call that was not queued: "],
  "marks outside the transaction": [
    "marks once in a transaction: a mark is kept after a rollback",
    "rolls back a refund that fails, and repeats it: ",
    "refunds a refused call at most once after a crash at any step: after a crash before-record",
    "refunds once when a webhook reports the rejection before or after a crash at any step: ",
  ],
  "never finds a mark": [
    "marks once in a transaction: a mark is recorded twice",
    "marks in one of two transactions: both marked",
    "refunds once when a webhook reports the rejection before or after a crash at any step: ",
  ],
  "mixes up marks": ["marks once in a transaction: marks of different names are mixed up"],
  "claims a queued call as unclear": [
    "queues a call with the transaction that debits for it: payout-1 was sent 0 times, not 1",
    "reports a sent call once after a crash at any step: before-takeDue was sent 0 times, not 1",
    "…",
  ],
  "forgets when a call was sent": ["records when a queued call was last claimed to be sent: "],
  "claims a sent call as new": [
    "records when a queued call was last claimed to be sent: ",
    "asks about an unknown outcome and never sends it again: ",
    "reports a sent call once after a crash at any step: after-claim was sent 1 times, not 0",
    "refunds a refused call at most once after a crash at any step: after-claim was sent 1 times",
  ],
  "writes effects outside the transaction": [
    "queues a call with the transaction that debits for it: ",
    "queues a tracking_id once: ",
    "queues one of two transactions with the same tracking_id: ",
    "rolls back a handler that throws, and calls it again: a failed handler left a row",
    "rolls back a refund that fails, and repeats it: ",
    "reports a sent call once after a crash at any step: after a crash before-record",
    "refunds a refused call at most once after a crash at any step: after a crash before-record",
    "refunds once when a webhook reports the rejection before or after a crash at any step: ",
  ],
  "commits effects without the record": [
    "reports a sent call once after a crash at any step: after a crash after-record",
    // On a busy machine, an outcome is taken again in other cases too.
    "…",
  ],
  "commits the record without the effects": [
    "reports the response with the call, once: ",
    "refunds a refused call once: ",
    "…",
  ],
  "takes without its store": ["waits while the store is unreachable: Missing expected rejection"],
};

describe("an engine that", () => {
  it("follows the rules passes every case", async () => {
    expect(await failuresOf(underTest())).toEqual([]);
  });

  it.each(Object.entries(expected))(
    "%s fails the cases about it",
    async (defect, beginnings) => {
      const failures = await failuresOf(underTest(defect as Defect));
      const own = beginnings.filter((one) => one !== "…");
      const matching = failures.filter((failure) => own.some((one) => failure.startsWith(one)));
      expect(matching.map((failure, i) => failure.slice(0, own[i]?.length))).toEqual(own);
      if (!beginnings.includes("…")) expect(failures).toEqual(matching);
    },
    30_000,
  );
});

describe("an ability", () => {
  const caseName = "waits while the store is unreachable";

  it("fails its cases when it is missing without a reason", async () => {
    const { cutOff: _, ...opened } = openTransactionalMemory();
    const failed = outboxCases({ open: async () => opened }).find(({ name }) => name === caseName);
    await expect(failed?.run()).rejects.toThrow(/^cutOff is missing\. Return it from open/);
  });

  it("fails its cases when it is present but listed as missing", async () => {
    const listed = { ...underTest(), cannot: { cutOff: "it is in memory" } };
    const exception = outboxCases(listed).find(({ name }) => name.endsWith(caseName));
    expect(exception?.name).toBe(`known exception (it is in memory): ${caseName}`);
    await expect(exception?.run()).rejects.toThrow(/^cutOff is available/);
  });
});
