import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { RecordedIntent } from "@numipay/core";
import { complete, dueOf } from "./due-calls.js";
import type { OutboxBehaviour } from "./outbox-fixture.js";

/** What a worker delays after a failure, or returns. */
export const outboxDeferral = (): OutboxBehaviour[] => [
  {
    name: "delays a call that failed, and counts its failures",
    async play(fixture) {
      const { queue, store, account, read } = fixture;
      await queue("payout-1");
      await complete(fixture, { state: "confirmed" });
      for (const failures of [1, 2]) {
        const [taken] = await store.takeDue(account, 1, 0);
        ok(taken, "a completed call is not due");
        strictEqual(taken.failures ?? 0, failures - 1);
        strictEqual(await store.defer(taken, 0), true);
        strictEqual((await read("payout-1"))?.failures, failures, "a failure is not counted");
      }
      const [taken] = await store.takeDue(account, 1, 0);
      ok(taken, "a call that was deferred is not due again");
      strictEqual(await store.defer(taken, 600_000), true);
      deepStrictEqual(await dueOf(fixture), [], "a deferred call is due");
      strictEqual((await read("payout-1"))?.state, "confirmed");
    },
  },
  {
    name: "makes calls due again that were taken and not started",
    async play({ queue, store, account }) {
      for (const id of ["payout-1", "payout-2", "payout-3"]) await queue(id);
      const taken = await store.takeDue(account, 3, 600_000);
      await store.release(taken.filter(({ tracking_id }) => tracking_id !== "payout-1"));
      await store.release([]);
      const again = await store.takeDue(account, 3, 600_000);
      deepStrictEqual(
        again.map(({ tracking_id }) => tracking_id).toSorted(),
        ["payout-2", "payout-3"],
        "what was released is due, and nothing else",
      );
    },
  },
  {
    name: "changes no call that was claimed or reported since it was taken",
    async play(fixture) {
      const { queue, store, account, keyOf, read } = fixture;
      const isUnchanged = async (taken: RecordedIntent, since: string): Promise<void> => {
        await store.release([taken]);
        strictEqual(await store.defer(taken, 0), false, `a call is deferred that was ${since}`);
        deepStrictEqual(await dueOf(fixture), [], `a call is due that was ${since}`);
        strictEqual((await read("payout-1"))?.failures ?? 0, 0);
      };
      await queue("payout-1");
      const [queued] = (await store.takeDue(account, 1, 0)) as [RecordedIntent];
      const claim = await store.claim(queued, 600_000);
      ok("lease" in claim, `a claim is ${claim.state}`);
      await isUnchanged(queued, "claimed");
      await store.complete(queued, claim.lease, { state: "queued", retryInMs: 600_000 });
      await isUnchanged(queued, "delayed");
      await complete(fixture, { state: "confirmed" });
      const [ended] = (await store.takeDue(account, 1, 0)) as [RecordedIntent];
      await store.settle(keyOf("payout-1"), "confirmed");
      await isUnchanged(ended, "settled");
    },
  },
];
