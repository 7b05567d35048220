import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  type WebhookResponse,
  type ContractOverride,
  createReceiver,
  type Receiver,
  type UnreadableEntry,
  type UnreadableStore,
} from "@numipay/core";
import type { InboxBehaviour } from "./inbox-fixture.js";
import { exampleTransaction, signDelivery } from "./sign-delivery.js";

const signaturePassword = "the-signature-password-of-the-suite";
const quiet = { signaturePassword, onOutcome: () => undefined };

/** Sends a receiver a signed payload. */
function receive(
  receiver: Receiver<undefined, unknown>,
  payload: object,
): Promise<WebhookResponse> {
  const { method, headers, body } = signDelivery(payload, { signaturePassword });
  return receiver.receive({
    method,
    header: (name) => headers[name],
    body: async () => ({ form: "bytes", bytes: Buffer.from(body) }),
    request: undefined,
  });
}

let count = 0;

/** An entry that no other case uses, newer than all entries before it. */
function entry(fields: Partial<UnreadableEntry> = {}): UnreadableEntry {
  count += 1;
  return {
    key: randomUUID(),
    account: "default",
    receivedAt: new Date(Date.UTC(2026, 0, 1) + count).toISOString(),
    text: '{"transaction_id":1}',
    problem: "no user_id",
    ...fields,
  };
}

/** The stored entries of this case; earlier cases may have stored others. */
async function find(
  store: UnreadableStore,
  entries: readonly UnreadableEntry[],
): Promise<UnreadableEntry[]> {
  const keys = new Set(entries.map(({ key }) => key));
  return (await store.list()).filter(({ key }) => keys.has(key));
}

/** Correctly signed deliveries that are not a transaction. An engine that does not store them passes. */
export const inboxUnreadableDeliveries: readonly InboxBehaviour[] = [
  {
    name: "lists unreadable deliveries oldest first",
    async play({ inbox: { unreadable } }) {
      if (unreadable === undefined) return;
      const [first, second, third] = [entry(), entry(), entry({ account: 'a"b\\c\u0000:%' })];
      for (const one of [third, first, second]) strictEqual(await unreadable.add(one), 0);
      deepStrictEqual(await find(unreadable, [first, second, third]), [first, second, third]);
    },
  },
  {
    name: "stores a repeated unreadable delivery once",
    async play({ inbox: { unreadable } }) {
      if (unreadable === undefined) return;
      const first = entry();
      await unreadable.add(first);
      await Promise.all([1, 2, 3].map(() => unreadable.add({ ...entry(), key: first.key })));
      deepStrictEqual(await find(unreadable, [first]), [first]);
    },
  },
  {
    name: "stores a removed unreadable delivery again",
    async play({ inbox: { unreadable } }) {
      if (unreadable === undefined) return;
      const [one, other] = [entry(), entry()];
      await unreadable.add(one);
      await unreadable.add(other);
      await unreadable.remove(one.key);
      await unreadable.remove(one.key);
      await unreadable.remove(randomUUID());
      deepStrictEqual(await find(unreadable, [one, other]), [other]);
      const again = { ...entry(), key: one.key };
      await unreadable.add(again);
      deepStrictEqual(await find(unreadable, [one]), [again]);
    },
  },
  {
    name: "applies an unreadable delivery once the contract reads it",
    async play({ inbox }) {
      if (inbox.unreadable === undefined) return;
      const account = randomUUID();
      await inbox.addAccount?.(account);
      const applied: unknown[] = [];
      const open = (contract: ContractOverride) => {
        const receiver = createReceiver<undefined, unknown>({ ...quiet, inbox, account, contract });
        return receiver.on("*", (event) => void applied.push(event));
      };
      const before = open({});
      const anonymous = exampleTransaction({ transaction_id: account, user_id: null as never });
      const responses = [await receive(before, anonymous), await receive(before, anonymous)];
      const status = inbox.durable === false ? 503 : 200;
      deepStrictEqual(
        responses.map((response) => [response.outcome, response.status]),
        responses.map(() => ["unreadable", status]),
      );
      const after = open({ webhook: { fields: { user_id: { required: false } } } });
      deepStrictEqual(await after.unreadable.replay(), { settled: { processed: 1 }, kept: [] });
      deepStrictEqual(await after.unreadable.replay(), { settled: {}, kept: [] });
      strictEqual((await receive(after, anonymous)).outcome, "duplicate");
      deepStrictEqual(applied, [anonymous]);
    },
  },
  {
    name: "stores every text unchanged",
    async play({ inbox: { unreadable } }) {
      if (unreadable === undefined) return;
      const texts = [
        "",
        "\u0000",
        "'; DROP TABLE x; --",
        "\\'\\\\\"$1 %s",
        "a\r\n\u2028\uD83D\uDCB6\uFEFF",
        "\uD800",
        "x".repeat(65_536),
      ];
      const entries = texts.map((text) => entry({ text, problem: text.slice(0, 100) }));
      for (const one of entries) await unreadable.add(one);
      deepStrictEqual(await find(unreadable, entries), entries);
    },
  },
  {
    name: "shares unreadable deliveries between two inboxes",
    needs: ["openAnother"],
    async play({ inbox: { unreadable }, openAnother }) {
      if (unreadable === undefined) return;
      const one = entry();
      await unreadable.add(one);
      const other = (await openAnother()).inbox.unreadable;
      ok(other !== undefined);
      deepStrictEqual(await find(other, [one]), [one]);
      await other.remove(one.key);
      deepStrictEqual(await find(unreadable, [one]), []);
    },
  },
  {
    name: "neither stores nor removes deliveries during a store outage",
    needs: ["cutOff"],
    async play({ inbox: { unreadable }, cutOff }) {
      if (unreadable === undefined) return;
      const [kept, lost] = [entry(), entry()];
      await unreadable.add(kept);
      const restore = await cutOff();
      await rejects(unreadable.add(lost));
      await rejects(unreadable.list());
      await rejects(unreadable.remove(kept.key));
      await restore();
      deepStrictEqual(await find(unreadable, [kept, lost]), [kept]);
    },
  },
];
