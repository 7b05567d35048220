import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { InboxBehaviour } from "./inbox-fixture.js";

/** What a change without a handler leaves behind. */
export const inboxUnhandled: readonly InboxBehaviour[] = [
  {
    name: "an unhandled change is a duplicate without a handler, and new to one",
    async play({ record, look, change }) {
      await record(change({ isHandled: false }));
      strictEqual(await look(change({ isHandled: false })), "duplicate");
      strictEqual(await look(change()), "new");
      strictEqual(await look(change()), "new", "a released claim leaves it as it was");
    },
  },
  {
    name: "an unhandled change that is applied later is a duplicate from then on",
    async play({ record, look, change }) {
      await record(change({ isHandled: false }));
      await record(change());
      strictEqual(await look(change()), "duplicate");
      strictEqual(await look(change({ isHandled: false })), "duplicate");
    },
  },
  {
    name: "a handled change stays handled for a receiver without a handler",
    async play({ record, look, change }) {
      await record(change());
      strictEqual(await look(change({ isHandled: false })), "duplicate");
      strictEqual(await look(change()), "duplicate");
    },
  },
  {
    name: "other content under an unhandled change is a conflict",
    async play({ record, look, change }) {
      await record(change({ isHandled: false }));
      strictEqual(await look(change({ amount: "900.00" })), "conflict");
      strictEqual(await look(change({ amount: "900.00", isHandled: false })), "conflict");
    },
  },
  {
    name: "pending after an unhandled final status is stale, and so is an unhandled pending",
    async play({ record, look, change }) {
      await record(change({ status: "pending", isHandled: false }));
      strictEqual(await look(change({ status: "pending" })), "new");
      await record(change({ isHandled: false }));
      strictEqual(await look(change({ status: "pending" })), "stale");
      strictEqual(await look(change({ status: "pending", isHandled: false })), "duplicate");
    },
  },
  {
    name: "an unhandled final status is not contradicted",
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
    name: "while an unhandled change is being applied, it is in progress",
    async play({ record, lease, look, change }) {
      await record(change({ isHandled: false }));
      await lease(change());
      strictEqual(await look(change()), "in-progress");
      strictEqual(await look(change({ isHandled: false })), "duplicate");
    },
  },
  {
    name: "look, where there is one, says unhandled where a handler would be let through",
    async play({ inbox, record, change }) {
      if (inbox.peek === undefined) return;
      await record(change({ isHandled: false }));
      const looks = [
        await inbox.peek(change()),
        await inbox.peek(change({ isHandled: false })),
        await inbox.peek(change({ amount: "900.00" })),
      ];
      deepStrictEqual(looks, ["unhandled", "duplicate", "conflict"]);
      await record(change());
      strictEqual(await inbox.peek(change()), "duplicate");
    },
  },
];
