import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  type Change,
  isInvalidArgumentError,
  type RecordedChange,
  type SetAside,
  type TransactionReference,
} from "@numipay/core";
import type { InboxBehaviour } from "./inbox-fixture.js";

/** Clocks of servers may differ a little; a wrong time zone is off by at least this much. */
const halfAnHourMs = 30 * 60 * 1000;

/** Names the transaction of a change. */
function toReference({ content, account }: Change): TransactionReference {
  const { transaction_id } = JSON.parse(content) as { transaction_id: string };
  return { transaction_type: "deposit", transaction_id, account };
}

/** Reads what belongs to the transactions of these changes; other cases may have stored more. */
async function readOwn<Item extends { transactionKey: string }>(
  items: AsyncIterable<Item>,
  changes: readonly Change[],
): Promise<Item[]> {
  const keys = new Set(changes.map(({ transactionKey }) => transactionKey));
  const own: Item[] = [];
  for await (const item of items) if (keys.has(item.transactionKey)) own.push(item);
  return own;
}

function toStates(history: readonly RecordedChange[]): [status: string, isHandled: boolean][] {
  return history.map(({ status, isHandled }) => [status, isHandled]);
}

/** What an inbox returns for reviews and support tools. An engine without these methods passes. */
export const inboxReads: readonly InboxBehaviour[] = [
  {
    name: "reads the history of a transaction in order",
    async play({ inbox, record, change }) {
      if (inbox.history === undefined) return;
      const first = change({ status: "pending", isHandled: false });
      await record(first);
      await record(change());
      await record(change({ transaction: "2" }));
      const history = await inbox.history(toReference(first));
      deepStrictEqual(toStates(history), [
        ["pending", false],
        ["successful", true],
      ]);
      for (const { transactionKey, recordedAt, digest, content, status } of history) {
        strictEqual(transactionKey, first.transactionKey);
        match(recordedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        ok(Math.abs(Date.now() - Date.parse(recordedAt)) < halfAnHourMs, `${recordedAt} is wrong`);
        ok(digest !== "", "the digest is empty");
        ok(content === undefined || content === change({ status }).content);
      }
      ok(history[0]?.digest !== history[1]?.digest, "different contents have the same digest");
    },
  },
  {
    name: "reads an unhandled change last once it is applied",
    async play({ inbox, record, change }) {
      if (inbox.history === undefined) return;
      await record(change({ isHandled: false }));
      await record(change({ status: "on_hold" }));
      await record(change());
      deepStrictEqual(toStates(await inbox.history(toReference(change()))), [
        ["on_hold", true],
        ["successful", true],
      ]);
    },
  },
  {
    name: "reads no history of a released change",
    async play({ inbox, claimState, change }) {
      if (inbox.history === undefined) return;
      deepStrictEqual(await inbox.history(toReference(change())), []);
      await claimState(change());
      deepStrictEqual(await inbox.history(toReference(change())), []);
    },
  },
  {
    name: "reads the history of each account and any id apart",
    async play({ inbox, record, change }) {
      if (inbox.history === undefined) return;
      const accounts = [randomUUID(), "default"];
      const ids = ["1", "it's \\ %:_é\u0000\uD800", "long ".repeat(200)];
      const all = accounts.flatMap((account) =>
        ids.map((transaction) => change({ account, transaction })),
      );
      const escaped = all.map((one) => {
        const { transaction_id, account = "" } = toReference(one);
        const id = transaction_id.replaceAll("%", "%25").replaceAll(":", "%3A");
        const transactionKey = `${account === "default" ? "" : `${account}:`}deposit:${id}`;
        return { ...one, transactionKey, key: `${transactionKey}:successful` };
      });
      await record(escaped[0] as Change);
      for (const one of escaped.slice(2)) await record(one);
      for (const [at, one] of escaped.entries()) {
        const history = await inbox.history(toReference(one));
        strictEqual(history.length, at === 1 ? 0 : 1, `history of ${one.transactionKey}`);
      }
    },
  },
  {
    name: "reads no history without a type and an id",
    async play({ inbox }) {
      if (inbox.history === undefined) return;
      const transaction = { transaction_type: "deposit", transaction_id: "1" } as const;
      for (const field of ["transaction_type", "transaction_id"] as const) {
        const wrong = { ...transaction, [field]: undefined } as unknown as TransactionReference;
        await rejects(
          inbox.history(wrong),
          (error) => isInvalidArgumentError(error) && error.field === field,
        );
      }
    },
  },
  {
    name: "reads each conflict once",
    async play({ inbox, record, claimState, change }) {
      if (inbox.conflicts === undefined) return;
      const recorded = change();
      await record(recorded);
      const others = ["900.00", "901.00"].map((amount) => change({ amount }));
      for (const other of [...others, ...others]) strictEqual(await claimState(other), "conflict");
      const conflicts = await readOwn(inbox.conflicts(), [recorded]);
      deepStrictEqual(
        conflicts.map(({ content }) => content).toSorted(),
        others.map(({ content }) => content),
      );
      for (const { status, digest, firstSeenAt } of conflicts) {
        strictEqual(status, "successful");
        ok(digest !== "", "the digest is empty");
        ok(
          Math.abs(Date.now() - Date.parse(firstSeenAt)) < halfAnHourMs,
          `${firstSeenAt} is wrong`,
        );
      }
      strictEqual(new Set(conflicts.map(({ digest }) => digest)).size, 2);
      const history = await inbox.history?.(toReference(recorded));
      strictEqual(history?.length, 1, "a conflict is not recorded");
    },
  },
  {
    name: "reads unhandled changes until they are applied",
    async play({ inbox, record, change }) {
      if (inbox.unhandled === undefined) return;
      const all = ["1", "2", "3"].map((transaction) => change({ transaction, isHandled: false }));
      for (const one of all) await record(one);
      const handled = change({ transaction: "4" });
      await record(handled);
      await record(change({ transaction: "2" }));
      const found = await readOwn(inbox.unhandled(), [...all, handled]);
      deepStrictEqual(
        found.map(({ transactionKey }) => transactionKey).toSorted(),
        [all[0], all[2]].map((one) => one?.transactionKey),
      );
      deepStrictEqual(toStates(found), [
        ["successful", false],
        ["successful", false],
      ]);
    },
  },
  {
    name: "reads what reconcile has set aside",
    async play({ inbox }) {
      if (inbox.setAside === undefined || inbox.checkpoints === undefined) return;
      const [checkpoint, account] = [randomUUID(), randomUUID()];
      const entry = (runs: number): SetAside => ({
        transaction_id: `t-${runs}`,
        tracking_id: "",
        status: "successful",
        window: { from: "2026-01-01", to: "2026-01-02" },
        runs,
        reason: "handler-failed",
      });
      const notes = JSON.stringify({ a: entry(2), b: entry(3), c: entry(4) });
      await inbox.checkpoints.write(`${checkpoint}:failing`, notes);
      deepStrictEqual(await inbox.setAside({ checkpoint }), [entry(3), entry(4)]);
      deepStrictEqual(await inbox.setAside({ checkpoint, setAsideAfter: 4 }), [entry(4)]);
      deepStrictEqual(await inbox.setAside({ checkpoint, account }), []);
      await inbox.checkpoints.write(`${checkpoint}:${account}:failing`, notes);
      deepStrictEqual(await inbox.setAside({ checkpoint, account }), [entry(3), entry(4)]);
    },
  },
  {
    name: "rejects every read during a store outage",
    needs: ["cutOff"],
    async play({ inbox, change, cutOff }) {
      const restore = await cutOff();
      try {
        if (inbox.history !== undefined) await rejects(inbox.history(toReference(change())));
        if (inbox.conflicts !== undefined) await rejects(readOwn(inbox.conflicts(), []));
        if (inbox.unhandled !== undefined) await rejects(readOwn(inbox.unhandled(), []));
        if (inbox.setAside !== undefined) await rejects(inbox.setAside());
      } finally {
        await restore();
      }
    },
  },
];
