import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { InboxBehaviour } from "./inbox-fixture.js";

/** Changes that were recorded without a handler. */
export const inboxUnhandledChanges: readonly InboxBehaviour[] = [
  {
    name: "offers an unhandled change only to receivers with a handler",
    async play({ record, claimState, change }) {
      await record(change({ isHandled: false }));
      strictEqual(await claimState(change({ isHandled: false })), "duplicate");
      strictEqual(await claimState(change()), "new");
      strictEqual(await claimState(change()), "new", "not after a released claim");
    },
  },
  {
    name: "reports an unhandled change as a duplicate once applied",
    async play({ record, claimState, change }) {
      await record(change({ isHandled: false }));
      await record(change());
      strictEqual(await claimState(change()), "duplicate");
      strictEqual(await claimState(change({ isHandled: false })), "duplicate");
    },
  },
  {
    name: "keeps a handled change handled",
    async play({ record, claimState, change }) {
      await record(change());
      strictEqual(await claimState(change({ isHandled: false })), "duplicate");
      strictEqual(await claimState(change()), "duplicate");
    },
  },
  {
    name: "reports different content under an unhandled change as a conflict",
    async play({ record, claimState, change }) {
      await record(change({ isHandled: false }));
      strictEqual(await claimState(change({ amount: "900.00" })), "conflict");
      strictEqual(await claimState(change({ amount: "900.00", isHandled: false })), "conflict");
    },
  },
  {
    name: "reports pending after an unhandled final status as stale",
    async play({ record, claimState, change }) {
      await record(change({ status: "pending", isHandled: false }));
      strictEqual(await claimState(change({ status: "pending" })), "new");
      await record(change({ isHandled: false }));
      strictEqual(await claimState(change({ status: "pending" })), "stale");
      strictEqual(await claimState(change({ status: "pending", isHandled: false })), "duplicate");
    },
  },
  {
    name: "reports no contradiction with an unhandled final status",
    async play({ inbox, record, lease, change }) {
      await record(change({ isHandled: false }));
      const rejected = change({ status: "rejected" });
      const held = await lease(rejected);
      strictEqual(held.contradicts, undefined);
      strictEqual(await inbox.complete(rejected, held), true);
      strictEqual((await lease(change())).contradicts, "rejected");
    },
  },
  {
    name: "reports a claimed unhandled change as in progress",
    async play({ record, lease, claimState, change }) {
      await record(change({ isHandled: false }));
      await lease(change());
      strictEqual(await claimState(change()), "in-progress");
      strictEqual(await claimState(change({ isHandled: false })), "duplicate");
    },
  },
  {
    name: "peeks at unhandled changes",
    async play({ inbox, record, change }) {
      if (inbox.peek === undefined) return;
      await record(change({ isHandled: false }));
      const peeked = [
        await inbox.peek(change()),
        await inbox.peek(change({ isHandled: false })),
        await inbox.peek(change({ amount: "900.00" })),
      ];
      deepStrictEqual(peeked, ["unhandled", "duplicate", "conflict"]);
      await record(change());
      strictEqual(await inbox.peek(change()), "duplicate");
    },
  },
];
