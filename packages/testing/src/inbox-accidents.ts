import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import type { Change, Claim, Inbox } from "@numipay/core";
import type { InboxBehaviour } from "./inbox-fixture.js";
import { withTimeout } from "./with-timeout.js";

type State = Claim<unknown>["state"];

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** Many at once, holders that are late or gone, and a store that is. */
export const inboxAccidents: readonly InboxBehaviour[] = [
  {
    name: "of 20 claims of one change at once, exactly one is new",
    async play({ inbox, change }) {
      for (let round = 0; round < 5; round += 1) {
        const one = change({ transaction: String(round) });
        const changes = Array.from({ length: 20 }, () => one);
        deepStrictEqual(await race(changes, [inbox]), { new: 1, "in-progress": 19 });
      }
    },
  },
  {
    name: "of claims of different changes of one transaction at once, exactly one is new",
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
    name: "duplicates that come while the first is being completed are never new",
    async play({ inbox, lease, look, change }) {
      for (let round = 0; round < 20; round += 1) {
        const one = change({ transaction: String(round) });
        const held = await lease(one);
        const [isRecorded, ...claims] = await Promise.all([
          inbox.complete(one, held),
          ...Array.from({ length: 5 }, () => inbox.claim(one)),
        ]);
        strictEqual(isRecorded, true);
        strictEqual(sum(claims).new, undefined, `round ${round}`);
        strictEqual(await look(one), "duplicate");
      }
    },
  },
  {
    name: "two inboxes on one store hold one another off, and see what the other recorded",
    needs: ["openAnother"],
    async play({ inbox, openAnother, record, lease, look, change }) {
      const other = (await openAnother()).inbox;
      const raced = Array.from({ length: 12 }, () => change({ transaction: "raced" }));
      deepStrictEqual(await race(raced, [inbox, other]), { new: 1, "in-progress": 11 });

      const first = await lease(change(), inbox);
      strictEqual(await look(change({ status: "pending" }), other), "in-progress");
      await inbox.complete(change(), first);
      strictEqual(await look(change(), other), "duplicate");
      strictEqual(await look(change({ status: "pending" }), other), "stale");
      const second = await lease(change({ status: "rejected" }), other);
      strictEqual(second.contradicts, "successful");
      ok(
        second.fencingToken > first.fencingToken,
        `fence ${second.fencingToken} after ${first.fencingToken}`,
      );
      await other.release(change({ status: "rejected" }), second);
      await record(change({ transaction: "2" }), other);
      strictEqual(await look(change({ transaction: "2" }), inbox), "duplicate");
    },
  },
  {
    name: "what a vanished process held can be claimed again, and what it recorded stays",
    needs: ["openAnother"],
    async play({ openAnother, record, lease, look, change }) {
      const other = await openAnother();
      await record(change({ status: "pending" }), other.inbox);
      const lost = await lease(change(), other.inbox);
      strictEqual(await look(change()), "in-progress");
      await other.vanish();
      strictEqual(await look(change({ status: "pending" })), "duplicate");
      const taken = await lease(change());
      ok(
        taken.fencingToken > lost.fencingToken,
        `fence ${taken.fencingToken} after ${lost.fencingToken}`,
      );
    },
  },
  {
    name: "a lapsed claim can be taken over, with a higher fence",
    needs: ["lapse"],
    async play({ lapse, lease, look, change }) {
      const first = await lease(change());
      strictEqual(await look(change()), "in-progress");
      await lapse();
      const second = await lease(change());
      ok(
        second.fencingToken > first.fencingToken,
        `fence ${second.fencingToken} after ${first.fencingToken}`,
      );
    },
  },
  {
    name: "who lost the lease can neither complete nor release",
    needs: ["lapse"],
    async play({ inbox, lapse, lease, look, change }) {
      const first = await lease(change());
      await lapse();
      const second = await lease(change());
      ok(!(await isDone(inbox.complete(change(), first))), "a late complete is refused");
      strictEqual(await look(change()), "in-progress", "nothing is recorded by it");
      await inbox.release(change(), first).catch(() => undefined);
      strictEqual(await look(change()), "in-progress", "a late release gives nothing back");
      strictEqual(await inbox.complete(change(), second), true);
      strictEqual(await look(change()), "duplicate");
    },
  },
  {
    name: "records do not lapse",
    needs: ["lapse"],
    async play({ lapse, record, look, change }) {
      await record(change());
      await lapse();
      strictEqual(await look(change()), "duplicate");
      strictEqual(await look(change({ status: "pending" })), "stale");
    },
  },
  {
    name: "while the store is gone every method rejects, nothing is recorded, and afterwards it works",
    needs: ["cutOff"],
    async play({ inbox, cutOff, record, lease, look, change }) {
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
      // Rejects or not: what matters is that it gives up, and gives nothing away.
      await withTimeout(
        inbox.release(change(), held).catch(() => undefined),
        "release",
      );
      await restore();
      strictEqual(await look(change({ transaction: "before" })), "duplicate");
      strictEqual(await look(change({ transaction: "2" })), "new");
      ok(["new", "in-progress"].includes(await look(change())), "it was not recorded");
    },
  },
];

function isNoAssertion(error: unknown): boolean {
  return (error as { code?: string }).code !== "ERR_ASSERTION";
}

/** True when it says that it recorded; a rejection is a refusal also. */
async function isDone(completion: Promise<boolean>): Promise<boolean> {
  return completion.catch(() => false);
}

/** Claims all at once, by one inbox after the other, and counts the answers. Winners give back what they won. */
async function race(
  changes: readonly Change[],
  inboxes: readonly Inbox<unknown>[],
): Promise<Partial<Record<State, number>>> {
  const claims = await Promise.all(changes.map((one, i) => at(inboxes, i).claim(one)));
  for (const [i, claim] of claims.entries()) {
    if (claim.state === "new") await at(inboxes, i).release(at(changes, i), claim.lease);
  }
  return sum(claims);
}

function sum(claims: readonly Claim<unknown>[]): Partial<Record<State, number>> {
  const counts: Partial<Record<State, number>> = {};
  for (const { state } of claims) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
