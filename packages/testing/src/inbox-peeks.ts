import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { InboxBehaviour } from "./inbox-fixture.js";

/** The rules for reading states without claiming. */
export const inboxPeeks: readonly InboxBehaviour[] = [
  {
    name: "peeks at the state without changing it",
    async play({ inbox, lease, change }) {
      if (inbox.peek === undefined) return;
      const peeked: (string | undefined)[] = [];
      const peekTwice = async (one = change()): Promise<void> => {
        for (let i = 0; i < 2; i += 1) peeked.push(await inbox.peek?.(one));
      };
      await peekTwice();
      const held = await lease(change());
      await peekTwice();
      await inbox.complete(change(), held);
      await peekTwice();
      await peekTwice(change({ amount: "900.00" }));
      await peekTwice(change({ status: "pending" }));
      await peekTwice(change({ status: "rejected" }));
      const states = ["new", "in-progress", "duplicate", "conflict", "stale", "new"];
      deepStrictEqual(
        peeked,
        states.flatMap((state) => [state, state]),
      );
      const next = await lease(change({ status: "rejected" }));
      strictEqual(await inbox.peek(change()), "duplicate", "not during another claim");
      await inbox.release(change({ status: "rejected" }), next);
    },
  },
  {
    name: "peeks at many changes as at each",
    async play({ inbox, lease, record, change }) {
      if (inbox.peekMany === undefined) return;
      const at = (transaction: string, status = "successful") => change({ transaction, status });
      await record(at("recorded"));
      const many = [
        at("new"),
        at("recorded"),
        change({ transaction: "recorded", amount: "900.00" }),
        at("recorded", "pending"),
        at("new"),
        at("recorded"),
      ];
      const states = ["new", "duplicate", "conflict", "stale", "new", "duplicate"];
      deepStrictEqual(await inbox.peekMany(many), states);
      deepStrictEqual(await inbox.peekMany([]), []);
      // An engine with one connection can only report the change that is held.
      const held = await lease(at("held"));
      deepStrictEqual(await inbox.peekMany([at("held")]), ["in-progress"]);
      await inbox.release(at("held"), held);
      // More than an engine asks for at once.
      const same = await inbox.peekMany(Array.from({ length: 1201 }, () => at("recorded")));
      deepStrictEqual([same.length, new Set(same)], [1201, new Set(["duplicate"])]);
    },
  },
  {
    name: "does not note a conflict that is only peeked at",
    needs: ["countConflicts"],
    async play({ inbox, record, change, countConflicts }) {
      await record(change());
      const before = await countConflicts();
      await inbox.peek?.(change({ amount: "900.00" }));
      strictEqual(await countConflicts(), before);
    },
  },
];
