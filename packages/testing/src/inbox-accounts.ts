import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createReceiver, type EventOrigin, type Inbox, isInvalidOptionError } from "@numipay/core";
import type { InboxBehaviour } from "./inbox-fixture.js";
import { exampleTransaction } from "./sign-delivery.js";

const origin: EventOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/** A receiver for one account that records what it applies. */
function receive(inbox: Inbox<unknown>, account: string) {
  const applied: string[] = [];
  const receiver = createReceiver<unknown, unknown>({
    inbox,
    account,
    signaturePassword: "the-signature-password-of-the-suite",
    onOutcome: () => undefined,
  });
  receiver.on("*", (_event, { idempotencyKey }) => void applied.push(idempotencyKey));
  return { apply: receiver.apply.bind(receiver), applied };
}

/** Separation of accounts that share an inbox, and renames. */
export const inboxAccounts: readonly InboxBehaviour[] = [
  {
    name: "applies the same transaction id once per account",
    async play({ inbox }) {
      const [one, other] = [randomUUID(), `${randomUUID()}:x%`];
      for (const name of [one, other]) await inbox.addAccount?.(name);
      const [first, second] = [receive(inbox, one), receive(inbox, other)];
      const event = exampleTransaction({ transaction_id: randomUUID() });
      strictEqual((await first.apply(event, origin)).outcome, "processed");
      const changed = { ...event, amount: "1.00" };
      strictEqual((await second.apply(changed, origin)).outcome, "processed");
      strictEqual((await first.apply(event, origin)).outcome, "duplicate");
      strictEqual((await second.apply(changed, origin)).outcome, "duplicate");
      strictEqual((await second.apply(event, origin)).outcome, "conflict");
      ok(first.applied[0] !== second.applied[0], "both accounts have the same idempotency key");
    },
  },
  {
    name: "distinguishes account, type and id in a key",
    async play({ record, claimState, change }) {
      const recorded = change({ account: "a", transaction: "b" });
      await record(recorded);
      const other = { ...recorded, transactionKey: `deposit:${recorded.transactionKey}` };
      strictEqual(
        await claimState({ ...other, key: `${other.transactionKey}:${other.status}` }),
        "new",
      );
      strictEqual(await claimState(change({ account: "a:deposit", transaction: "b" })), "new");
      strictEqual(await claimState(change({ transaction: "b" })), "new");
    },
  },
  {
    name: "keeps records and idempotency keys when an account is renamed",
    async play({ inbox }) {
      const { addAccount, renameAccount } = inbox;
      if (addAccount === undefined || renameAccount === undefined) return;
      const [before, after] = [randomUUID(), randomUUID()];
      await addAccount(before);
      const old = receive(inbox, before);
      const event = exampleTransaction({ transaction_id: randomUUID() });
      await old.apply(event, origin);
      await renameAccount(before, after);
      const renamed = receive(inbox, after);
      strictEqual((await renamed.apply(event, origin)).outcome, "duplicate");
      // A process with the old name is still running.
      strictEqual((await old.apply(event, origin)).outcome, "duplicate");
      const next = { ...event, status: "rejected" };
      await old.apply(next, origin);
      strictEqual((await renamed.apply(next, origin)).outcome, "duplicate");
      const refused = await receive(inbox, before).apply(event, origin);
      strictEqual(refused.outcome, "inbox-unavailable");
      ok(isInvalidOptionError(refused.error) && refused.error.message.includes(after));
    },
  },
  {
    name: "renames an account once, to an unused name",
    async play({ inbox }) {
      const { accounts, addAccount, renameAccount } = inbox;
      if (accounts === undefined || addAccount === undefined || renameAccount === undefined) return;
      const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
      await addAccount(one);
      await addAccount(one);
      await addAccount(two);
      await rejects(renameAccount(one, two), /^InvalidArgumentError: to /);
      await rejects(renameAccount(three, randomUUID()), /^InvalidArgumentError: from /);
      await renameAccount(one, three);
      await renameAccount(one, three);
      await rejects(renameAccount(one, randomUUID()), /^InvalidArgumentError: from /);
      await rejects(addAccount(one), /^InvalidArgumentError: name /);
      const known = await accounts.read();
      deepStrictEqual(toPlain(known.get(one)), { namespace: one, renamedTo: three });
      deepStrictEqual(toPlain(known.get(three)), { namespace: one, renamedTo: undefined });
    },
  },
  {
    name: "accepts one of several concurrent renames",
    async play({ inbox }) {
      const { accounts } = inbox;
      if (accounts === undefined) return;
      const from = randomUUID();
      await accounts.add(from, { namespace: from });
      const names = Array.from({ length: 4 }, () => randomUUID());
      const done = await Promise.all(names.map((to) => accounts.rename(from, to)));
      strictEqual(done.filter(Boolean).length, 1);
      const known = await accounts.read();
      const winner = names[done.indexOf(true)];
      strictEqual(known.get(from)?.renamedTo, winner);
      deepStrictEqual(
        names.filter((name) => known.has(name)),
        [winner],
      );
    },
  },
];

function toPlain(entry: { namespace: string; renamedTo?: string | undefined } | undefined) {
  return { namespace: entry?.namespace, renamedTo: entry?.renamedTo };
}
