import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { InboxBehaviour } from "./inbox-fixture.js";
import { withTimeout } from "./with-timeout.js";

/** The rules for sequential deliveries. */
export const inboxBehaviours: readonly InboxBehaviour[] = [
  {
    name: "reports a recorded change as a duplicate every time",
    async play({ record, claimState, change }) {
      await record(change());
      for (let i = 0; i < 15; i += 1) strictEqual(await claimState(change()), "duplicate");
    },
  },
  {
    name: "treats each status and each transaction as a separate change",
    async play({ record, claimState, change }) {
      await record(change({ status: "pending" }));
      await record(change());
      strictEqual(await claimState(change({ status: "pending" })), "duplicate");
      strictEqual(await claimState(change({ transaction: "2" })), "new");
    },
  },
  {
    name: "reports a released change as new",
    async play({ inbox, lease, claimState, record, change }) {
      await inbox.release(change(), await lease(change()));
      strictEqual(await claimState(change()), "new");
      await record(change());
    },
  },
  {
    name: "reports different content under a recorded key as a conflict",
    async play({ record, claimState, change }) {
      await record(change());
      strictEqual(await claimState(change({ amount: "900.00" })), "conflict");
      strictEqual(await claimState(change()), "duplicate");
    },
  },
  {
    name: "notes each conflict",
    needs: ["countConflicts"],
    async play({ record, claimState, change, countConflicts }) {
      await record(change());
      const before = await countConflicts();
      await claimState(change());
      strictEqual(await countConflicts(), before, "a duplicate was counted as a conflict");
      await claimState(change({ amount: "900.00" }));
      strictEqual(await countConflicts(), before + 1);
    },
  },
  {
    name: "reports every change of a claimed transaction as in progress",
    async play({ lease, claimState, change }) {
      await lease(change());
      strictEqual(await claimState(change()), "in-progress");
      strictEqual(await claimState(change({ amount: "900.00" })), "in-progress");
      strictEqual(await claimState(change({ status: "pending" })), "in-progress");
      strictEqual(await claimState(change({ status: "reviewing" })), "in-progress");
    },
  },
  {
    name: "grants claims of other transactions meanwhile",
    only: "at once",
    async play({ lease, claimState, change }) {
      await lease(change());
      strictEqual(await claimState(change({ transaction: "2" })), "new");
    },
  },
  {
    name: "makes claims of other transactions wait",
    only: "in turns",
    async play({ inbox, lease, claimState, change }) {
      const held = await lease(change());
      const others = ["2", "3", "4"].map((transaction) => change({ transaction }));
      const turns: string[] = [];
      const claims = others.map(async (other) => {
        turns.push(`${await claimState(other)} ${other.transactionKey}`);
      });
      strictEqual(await claimState(change()), "in-progress", "the claimed change was not reported");
      await setImmediate();
      deepStrictEqual(
        turns,
        [],
        "a claim of another transaction did not wait; remove `takesTurns`",
      );
      await inbox.complete(change(), held);
      await withTimeout(Promise.all(claims), "a waiting claim");
      deepStrictEqual(
        turns,
        others.map(({ transactionKey }) => `new ${transactionKey}`),
      );
    },
  },
  {
    name: "does not wait for the lease holder",
    async play({ lease, claimState, change }) {
      await lease(change());
      strictEqual(
        await withTimeout(claimState(change()), "a claim of a claimed transaction"),
        "in-progress",
      );
    },
  },
  {
    name: "reports a recorded change as a duplicate during another claim",
    async play({ record, lease, claimState, change }) {
      await record(change({ status: "pending" }));
      await lease(change());
      strictEqual(await claimState(change({ status: "pending" })), "duplicate");
    },
  },
  {
    name: "reports pending after a final status as stale",
    async play({ record, claimState, change }) {
      await record(change());
      strictEqual(await claimState(change({ status: "pending" })), "stale");
      strictEqual(await claimState(change({ status: "pending" })), "stale");
    },
  },
  {
    name: "grants a second final status and names the contradicted one",
    async play({ inbox, record, lease, change }) {
      await record(change({ status: "rejected" }));
      const first = await lease(change());
      strictEqual(first.contradicts, "rejected");
      await inbox.complete(change(), first);
      const third = change({ status: "expired" });
      strictEqual((await lease(third)).contradicts, "successful", "not the latest final status");
    },
  },
  {
    name: "reports no contradiction for a final status after pending",
    async play({ record, lease, change }) {
      await record(change({ status: "pending" }));
      strictEqual((await lease(change())).contradicts, undefined);
    },
  },
  {
    name: "treats an unknown status as neither final nor stale",
    async play({ inbox, record, lease, change }) {
      await record(change({ status: "reviewing" }));
      await record(change({ status: "pending" }));
      const final = await lease(change({ transaction: "2" }));
      strictEqual(final.contradicts, undefined);
      await inbox.release(change({ transaction: "2" }), final);
      await record(change());
      strictEqual((await lease(change({ status: "refunded" }))).contradicts, undefined);
    },
  },
  {
    name: "increases the fencing token with every claim",
    async play({ inbox, lease, change }) {
      const tokens: number[] = [];
      for (const transaction of ["1", "2", "1", "3", "1"]) {
        const one = change({ transaction });
        const held = await lease(one);
        tokens.push(held.fencingToken);
        await inbox.release(one, held);
      }
      deepStrictEqual(
        tokens,
        [...new Set(tokens)].toSorted((a, b) => a - b),
      );
      ok(tokens.every(Number.isSafeInteger), `not safe integers: ${tokens.join(", ")}`);
    },
  },
  {
    name: "ends the lease with complete",
    async play({ inbox, lease, claimState, change }) {
      const held = await lease(change());
      strictEqual(await inbox.complete(change(), held), true);
      strictEqual(await inbox.complete(change(), held), false);
      await inbox.release(change(), held);
      strictEqual(await claimState(change()), "duplicate");
    },
  },
  {
    name: "ends the lease with release",
    async play({ inbox, lease, claimState, change }) {
      const held = await lease(change());
      await inbox.release(change(), held);
      strictEqual(await inbox.complete(change(), held), false);
      strictEqual(await claimState(change()), "new");
    },
  },
  {
    name: "distinguishes keys of any characters and length",
    async play({ record, claimState, change }) {
      const odd = [
        "'",
        "\\'",
        "\0",
        "a\0b",
        "\u{1F4B6}",
        "\uD800",
        "\uDBFF",
        "'; DROP TABLE x; --",
      ];
      const long = ["x".repeat(5000), `${"x".repeat(5000)}y`];
      const all = [...odd, ...long].flatMap((text) => [
        change({ transaction: text }),
        change({ status: text }),
      ]);
      for (const one of all) {
        notStrictEqual(await claimState(one), "duplicate", JSON.stringify(one.key.slice(0, 80)));
        await record(one);
      }
      for (const one of all) {
        strictEqual(await claimState(one), "duplicate", JSON.stringify(one.key.slice(0, 80)));
      }
    },
  },
];
