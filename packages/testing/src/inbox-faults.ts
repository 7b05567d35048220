import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { Change, Claim, Inbox } from "@numipay/core";
import type { InboxBehaviour } from "./inbox-fixture.js";
import { withTimeout } from "./with-timeout.js";

type State = Claim<unknown>["state"];

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Races, lost leases, vanished processes and store outages. */
export const inboxFaults: readonly InboxBehaviour[] = [
  {
    name: "grants one of 20 concurrent claims of a change",
    async play({ inbox, change }) {
      for (let round = 0; round < 5; round += 1) {
        const one = change({ transaction: String(round) });
        const changes = Array.from({ length: 20 }, () => one);
        deepStrictEqual(await race(changes, [inbox]), { new: 1, "in-progress": 19 });
      }
    },
  },
  {
    name: "grants one of 12 concurrent claims of a transaction",
    async play({ inbox, change }) {
      const statuses = ["pending", "successful", "rejected", "reviewing"];
      for (let round = 0; round < 5; round += 1) {
        const changes = Array.from({ length: 12 }, (_, i) =>
          change({ transaction: String(round), status: at(statuses, i) }),
        );
        deepStrictEqual(await race(changes, [inbox]), { new: 1, "in-progress": 11 });
      }
    },
  },
  {
    name: "never grants a duplicate while the change is completing",
    async play({ inbox, lease, claimState, change }) {
      for (let round = 0; round < 20; round += 1) {
        const one = change({ transaction: String(round) });
        const held = await lease(one);
        const [isCompleted, ...claims] = await Promise.all([
          inbox.complete(one, held),
          ...Array.from({ length: 5 }, () => inbox.claim(one)),
        ]);
        strictEqual(isCompleted, true);
        strictEqual(countStates(claims).new, undefined, `round ${round}`);
        strictEqual(await claimState(one), "duplicate");
      }
    },
  },
  {
    name: "shares leases and records between two inboxes",
    needs: ["openAnother"],
    async play({ inbox, openAnother, record, lease, claimState, change }) {
      const other = (await openAnother()).inbox;
      const raced = Array.from({ length: 12 }, () => change({ transaction: "raced" }));
      deepStrictEqual(await race(raced, [inbox, other]), { new: 1, "in-progress": 11 });

      const first = await lease(change(), inbox);
      strictEqual(await claimState(change({ status: "pending" }), other), "in-progress");
      await inbox.complete(change(), first);
      strictEqual(await claimState(change(), other), "duplicate");
      strictEqual(await claimState(change({ status: "pending" }), other), "stale");
      const second = await lease(change({ status: "rejected" }), other);
      strictEqual(second.contradicts, "successful");
      ok(
        second.fencingToken > first.fencingToken,
        `fencing token ${second.fencingToken} after ${first.fencingToken}`,
      );
      await other.release(change({ status: "rejected" }), second);
      await record(change({ transaction: "2" }), other);
      strictEqual(await claimState(change({ transaction: "2" }), inbox), "duplicate");
    },
  },
  {
    name: "frees the claims of a vanished process, not its records",
    needs: ["openAnother"],
    async play({ openAnother, record, lease, claimState, change }) {
      const other = await openAnother();
      await record(change({ status: "pending" }), other.inbox);
      const lost = await lease(change(), other.inbox);
      strictEqual(await claimState(change()), "in-progress");
      await other.vanish();
      strictEqual(await claimState(change({ status: "pending" })), "duplicate");
      const taken = await lease(change());
      ok(
        taken.fencingToken > lost.fencingToken,
        `fencing token ${taken.fencingToken} after ${lost.fencingToken}`,
      );
    },
  },
  {
    name: "grants a lapsed claim again with a higher fencing token",
    needs: ["lapse"],
    async play({ lapse, lease, claimState, change }) {
      const first = await lease(change());
      strictEqual(await claimState(change()), "in-progress");
      await lapse();
      const second = await lease(change());
      ok(
        second.fencingToken > first.fencingToken,
        `fencing token ${second.fencingToken} after ${first.fencingToken}`,
      );
    },
  },
  {
    name: "ignores complete and release after the lease was lost",
    needs: ["lapse"],
    async play({ inbox, lapse, lease, claimState, change }) {
      const first = await lease(change());
      await lapse();
      const second = await lease(change());
      ok(!(await isRecorded(inbox.complete(change(), first))), "a late complete was accepted");
      strictEqual(await claimState(change()), "in-progress", "a late complete changed the state");
      await inbox.release(change(), first).catch(() => undefined);
      strictEqual(await claimState(change()), "in-progress", "a late release changed the state");
      strictEqual(await inbox.complete(change(), second), true);
      strictEqual(await claimState(change()), "duplicate");
    },
  },
  {
    name: "keeps its records when leases lapse",
    needs: ["lapse"],
    async play({ lapse, record, claimState, change }) {
      await record(change());
      await lapse();
      strictEqual(await claimState(change()), "duplicate");
      strictEqual(await claimState(change({ status: "pending" })), "stale");
    },
  },
  {
    name: "rejects every call during a store outage, then recovers",
    needs: ["cutOff"],
    async play({ inbox, cutOff, record, lease, claimState, change }) {
      await record(change({ transaction: "before" }));
      const held = await lease(change());
      const restore = await cutOff();
      await rejects(
        withTimeout(inbox.claim(change({ transaction: "2" })), "a claim"),
        isNoAssertion,
      );
      await rejects(
        withTimeout(inbox.claim(change({ transaction: "before" })), "a claim"),
        isNoAssertion,
      );
      await rejects(withTimeout(inbox.complete(change(), held), "complete"), isNoAssertion);
      // `release` may reject or resolve, but it must settle.
      await withTimeout(
        inbox.release(change(), held).catch(() => undefined),
        "release",
      );
      await restore();
      strictEqual(await claimState(change({ transaction: "before" })), "duplicate");
      strictEqual(await claimState(change({ transaction: "2" })), "new");
      ok(
        ["new", "in-progress"].includes(await claimState(change())),
        "complete was recorded during the outage",
      );
    },
  },
];

function isNoAssertion(error: unknown): boolean {
  return (error as { code?: string }).code !== "ERR_ASSERTION";
}

/** Whether `complete` reported that the change was recorded. A rejection counts as false. */
async function isRecorded(completion: Promise<boolean>): Promise<boolean> {
  return completion.catch(() => false);
}

/** Claims concurrently, alternating between the inboxes, releases what was granted and counts the states. */
async function race(
  changes: readonly Change[],
  inboxes: readonly Inbox<unknown>[],
): Promise<Partial<Record<State, number>>> {
  const claims = await Promise.all(changes.map((one, i) => at(inboxes, i).claim(one)));
  for (const [i, claim] of claims.entries()) {
    if (claim.state === "new") await at(inboxes, i).release(at(changes, i), claim.lease);
  }
  return countStates(claims);
}

function countStates(claims: readonly Claim<unknown>[]): Partial<Record<State, number>> {
  const counts: Partial<Record<State, number>> = {};
  for (const { state } of claims) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
