import { ok, strictEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  createJournal,
  createOutbox,
  type Inbox,
  type IntentKey,
  type Journal,
  type Numipay,
  type Outbox,
  type OutboxFailure,
  type OutboxStore,
  type RecordedIntent,
} from "@numipay/core";
import { checkAbilities } from "./check-abilities.js";
import { type JournalGateway, withJournalGateway } from "./journal-gateway.js";
import { withTimeout } from "./with-timeout.js";

/** A transaction as the application opens it. */
export interface UserTransaction {
  tx: unknown;
  commit: () => Promise<void>;
  rollback: () => Promise<void>;
}

/** The store of an outbox and the inbox of the same database. */
export interface OutboxEngine {
  store: OutboxStore<unknown>;
  inbox: Inbox<unknown>;
}

/** What a case can do with an opened outbox. */
export interface OpenedOutbox extends OutboxEngine {
  /** Opens a transaction of the application. */
  begin: () => Promise<UserTransaction>;
  /** Writes a row with a name, in a transaction of the application or of a handler. Without a promise if the store is synchronous. */
  addEffect(tx: unknown, name: string): unknown;
  /** Returns the names of all committed rows. They may include those of other cases, whose names differ. */
  readEffects: () => Promise<string[]>;
  /** True if other transactions continue while one is open. */
  concurrentTransactions?: boolean;
  /** Opens a second store and inbox on the same records, as in another process. */
  openAnother?: () => Promise<OutboxEngine>;
  /** Makes the store and the inbox unreachable. Returns a function that restores them. */
  cutOff?: () => Promise<() => Promise<void>>;
  close: () => Promise<void>;
}

/** Abilities that not every engine has. */
export type OutboxAbility = "concurrentTransactions" | "openAnother" | "cutOff";

/** An outbox under test. */
export interface OutboxUnderTest {
  /** Opens a store and an inbox. The records may be shared between cases, because each case uses its own account. */
  open: () => Promise<OpenedOutbox>;
  /** Abilities that the engine does not have, with the reason. It appears in the names of the cases that need them. */
  cannot?: Partial<Record<OutboxAbility, string>>;
}

/** A case before it is bound to an engine. */
export interface OutboxBehaviour {
  name: string;
  needs?: readonly OutboxAbility[];
  play: (fixture: OutboxFixture) => Promise<void>;
}

/** An outbox as in a process of its own, with the client that it uses. */
export interface ConnectedOutbox {
  outbox: Outbox<unknown, unknown>;
  numipay: Numipay;
  journal: Journal<OutboxStore<unknown>>;
  failures: OutboxFailure[];
}

/** An opened outbox with helpers. The abilities that the behaviour needs are present. */
export interface OutboxFixture extends Required<Omit<OpenedOutbox, "close" | "addEffect">> {
  gateway: JournalGateway;
  /** Writes a row of this case. */
  addEffect: (tx: unknown, name: string) => unknown;
  /** An account that no other case uses. */
  account: string;
  keyOf: (tracking_id: string) => IntentKey;
  read: (tracking_id: string) => Promise<RecordedIntent | undefined>;
  /**
   * Creates an outbox, as in another process. Its handlers add the rows `confirmed ID` and `unknown ID`, and refund with the row
   * `refund ID`. What it takes or delays is due again immediately.
   */
  connect: (engine?: OutboxEngine) => ConnectedOutbox;
  /** Queues a payout in a transaction that also adds the row `debit ID`. */
  queue: (tracking_id: string, metadata?: unknown) => Promise<void>;
  /** Runs new outboxes until the outcome of each call is reported for good. */
  finish: (...tracking_ids: string[]) => Promise<void>;
  /** The committed rows of this case, sorted. */
  rows: () => Promise<string[]>;
}

/** The payout of a `tracking_id`. */
export const toPayout = (tracking_id: string) => ({
  tracking_id,
  user_id: "user-1",
  currency: "EUR",
  amount: "30.00",
});

/** Runs a behaviour against a freshly opened outbox and a gateway, then closes both. */
export async function withOutbox(
  { open, cannot = {} }: OutboxUnderTest,
  { needs = [], play }: OutboxBehaviour,
): Promise<void> {
  const opened = await open();
  try {
    checkAbilities(opened, { needs, cannot });
    await withJournalGateway((gateway) => play(toFixture(opened, gateway)));
  } finally {
    await opened.close();
  }
}

function toFixture(opened: OpenedOutbox, gateway: JournalGateway): OutboxFixture {
  const account = `cases-${randomUUID()}`;
  const rowOf = (name: string): string => `${account} ${name}`;
  const addEffect = (tx: unknown, name: string): unknown => opened.addEffect(tx, rowOf(name));
  const keyOf = (tracking_id: string): IntentKey => ({ account, slot: "transaction", tracking_id });
  const read = async (tracking_id: string) => opened.store.read(keyOf(tracking_id));

  function connect({ store, inbox }: OutboxEngine = opened): ConnectedOutbox {
    const failures: OutboxFailure[] = [];
    const journal = createJournal(hasten(store), { account });
    const numipay = gateway.connectWith(journal);
    const onError = (failure: OutboxFailure): void => void failures.push(failure);
    const outbox = createOutbox<unknown, unknown>({ numipay, journal, inbox, onError });
    outbox
      .on("confirmed", ({ tracking_id }, { tx }) => addEffect(tx, `confirmed ${tracking_id}`))
      .on("unknown", ({ tracking_id }, { tx }) => addEffect(tx, `unknown ${tracking_id}`))
      .on("refused", ({ tracking_id }, { tx }) =>
        outbox.refundOnce(tx, tracking_id, () => addEffect(tx, `refund ${tracking_id}`)),
      );
    return { outbox, numipay, journal, failures };
  }

  async function finishAll(tracking_ids: readonly string[]): Promise<void> {
    await connect().outbox.runOnce();
    for (const tracking_id of tracking_ids) {
      const recorded = await read(tracking_id);
      ok(recorded, `there is no record of ${tracking_id}`);
      const { state, request } = recorded;
      const isReported = request === undefined || state === "unknown";
      if (isReported && state !== "queued" && state !== "sending") continue;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return finishAll(tracking_ids);
    }
  }

  return {
    ...(opened as Required<OpenedOutbox>),
    addEffect,
    gateway,
    account,
    keyOf,
    read,
    connect,
    async queue(tracking_id, metadata) {
      const { tx, commit } = await opened.begin();
      await addEffect(tx, `debit ${tracking_id}`);
      await connect().outbox.enqueue(tx, "payouts.request", toPayout(tracking_id), metadata);
      await commit();
    },
    finish: (...tracking_ids) =>
      withTimeout(finishAll(tracking_ids), `the outcome of ${tracking_ids.join(", ")}`),
    async rows() {
      const all = await opened.readEffects();
      const own = all.filter((name) => name.startsWith(`${account} `));
      return own.map((name) => name.slice(account.length + 1)).toSorted();
    },
  };
}

/** Shortens the delays of a store, so that a case need not wait for them. */
function hasten(store: OutboxStore<unknown>): OutboxStore<unknown> {
  return {
    ...bind(store),
    takeDue: (account, limit) => store.takeDue(account, limit, 1),
    complete: (key, lease, result) =>
      store.complete(
        key,
        lease,
        result.retryInMs === undefined ? result : { ...result, retryInMs: 1 },
      ),
    defer: (taken) => store.defer(taken, 1),
    settle: (key, state, retryInMs) =>
      store.settle(key, state, retryInMs === undefined ? undefined : 1),
  };
}

/** The methods of a store as functions, which a spread of a class instance would not copy. */
export function bind(store: OutboxStore<unknown>): OutboxStore<unknown> {
  return {
    durable: store.durable,
    isSynchronous: store.isSynchronous,
    claim: (intent, leaseMs) => store.claim(intent, leaseMs),
    complete: (key, lease, result) => store.complete(key, lease, result),
    read: (key) => store.read(key),
    unresolved: (account, after) => store.unresolved(account, after),
    enqueue: (tx, intent) => store.enqueue(tx, intent),
    takeDue: (account, limit, visibilityMs) => store.takeDue(account, limit, visibilityMs),
    settle: (key, state, retryInMs) => store.settle(key, state, retryInMs),
    release: (taken) => store.release(taken),
    defer: (taken, retryInMs) => store.defer(taken, retryInMs),
    markOnce: (tx, key, name) => store.markOnce(tx, key, name),
  };
}

/** Counts what was sent for a call. */
export function checkPosts({ gateway }: OutboxFixture, tracking_id: string, count: number): void {
  const posts = gateway.postsOf(tracking_id);
  strictEqual(posts, count, `${tracking_id} was sent ${posts} times, not ${count}`);
}
