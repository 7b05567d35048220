import {
  type Inbox,
  type IntentKey,
  memoryInbox,
  memoryJournalStore,
  type Lease,
  type OutboxStore,
  type RecordedIntent,
} from "@numipay/core";
import type { OpenedOutbox } from "../src/outbox-fixture.js";

/** One defect of an engine. */
export type Defect =
  | "queues outside the transaction"
  | "queues a used tracking_id"
  | "does not wait for another transaction"
  | "loses the metadata"
  | "truncates the request"
  | "takes what another account queued"
  | "does not postpone what it takes"
  | "takes the latest first"
  | "forgets delays"
  | "forgets failures"
  | "keeps what is released"
  | "defers what was claimed since"
  | "settles any state"
  | "keeps what is settled due"
  | "drops the request of a refusal"
  | "makes direct calls due"
  | "marks outside the transaction"
  | "never finds a mark"
  | "mixes up marks"
  | "claims a queued call as unclear"
  | "claims a sent call as new"
  | "forgets when a call was sent"
  | "writes effects outside the transaction"
  | "commits effects without the record"
  | "commits the record without the effects"
  | "takes without its store";

/** A transaction: what it writes when it commits. */
interface MemoryTransaction {
  writes: (() => void)[];
  /** Called when it ends. */
  unlock: (() => void)[];
  keys: Set<string>;
}

/** Creates a database in memory with transactions, correct except for the defect. */
export function openTransactionalMemory(defect?: Defect): OpenedOutbox {
  const journal = memoryJournalStore();
  const records = memoryInbox();
  const marks = new Set<string>();
  const effects: string[] = [];
  const locks = new Map<string, Promise<void>>();
  let isUnreachable = false;

  const begin = (): MemoryTransaction => ({ writes: [], unlock: [], keys: new Set() });
  const end = (tx: MemoryTransaction): void => {
    for (const unlock of tx.unlock) unlock();
  };
  const commit = (tx: MemoryTransaction): void => {
    for (const write of tx.writes) write();
    end(tx);
  };
  const check = (): void => {
    if (isUnreachable) throw new Error("The database is unreachable.");
  };

  async function lock(tx: MemoryTransaction, key: string): Promise<void> {
    if (tx.keys.has(key) || defect === "does not wait for another transaction") return;
    while (locks.has(key)) await locks.get(key);
    tx.keys.add(key);
    let unlock = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      unlock = resolve;
    });
    locks.set(key, held);
    tx.unlock.push(() => {
      locks.delete(key);
      unlock();
    });
  }

  const toMark = ({ account, tracking_id }: IntentKey, name: string): string =>
    JSON.stringify([account, tracking_id, defect === "mixes up marks" ? "" : name]);

  /** The intent as the journal compares it with what was taken. */
  const toTaken = async (taken: RecordedIntent): Promise<RecordedIntent> =>
    defect === "defers what was claimed since" ? ((await journal.read(taken)) ?? taken) : taken;

  const store: OutboxStore<MemoryTransaction, false> = {
    ...journal,
    async claim(intent, leaseMs) {
      check();
      const known = await journal.read(intent);
      if (defect === "makes direct calls due" && known === undefined) {
        await journal.enqueue(undefined, { ...intent, request: "{}" });
      }
      if (defect === "drops the request of a refusal" && known?.state === "refused") {
        await journal.settle(intent, "refused");
      }
      const claim = await journal.claim(intent, leaseMs);
      const { state } = claim;
      if (defect === "claims a queued call as unclear" && state === "new") {
        if (claim.recorded !== undefined)
          return { ...claim, recorded: claim.recorded, state: "unclear" };
      }
      if (defect === "claims a sent call as new" && state === "unclear")
        return { ...claim, state: "new" };
      if (defect === "forgets when a call was sent" && "recorded" in claim && claim.recorded)
        return { ...claim, recorded: { ...claim.recorded, attemptedAt: undefined } };
      return claim;
    },
    async complete(key, lease, result) {
      check();
      const retryInMs = defect === "forgets delays" ? 0 : result.retryInMs;
      return journal.complete(key, lease, { ...result, retryInMs });
    },
    async takeDue(account, limit, visibilityMs) {
      if (defect !== "takes without its store") check();
      else if (isUnreachable) return [];
      const from =
        defect === "takes what another account queued" ? account.replace(/-2$/, "") : account;
      const taken = await journal.takeDue(
        from,
        defect === "takes the latest first" ? 1_000 : limit,
        defect === "does not postpone what it takes" ? 0 : visibilityMs,
      );
      return defect === "takes the latest first" ? taken.toReversed().slice(0, limit) : taken;
    },
    async settle(key, state, retryInMs) {
      check();
      if (defect === "keeps what is settled due") return true;
      const known = await journal.read(key);
      const settled = defect === "settles any state" ? known?.state : state;
      if (settled === undefined || settled === "queued" || settled === "sending") {
        return defect === "settles any state";
      }
      return journal.settle(key, settled, defect === "forgets delays" ? 0 : retryInMs);
    },
    async release(taken) {
      check();
      if (defect === "keeps what is released") return;
      await journal.release(await Promise.all(taken.map(toTaken)));
    },
    async defer(taken, retryInMs) {
      check();
      return journal.defer(await toTaken(taken), defect === "forgets delays" ? 0 : retryInMs);
    },
    async read(key) {
      const recorded = await journal.read(key);
      if (recorded === undefined || defect !== "forgets failures") return recorded;
      return { ...recorded, failures: undefined };
    },
    async enqueue(tx, queued) {
      check();
      const { request } = queued;
      const isCut = defect === "truncates the request" && request.length > 255;
      const intent = {
        ...queued,
        metadata: defect === "loses the metadata" ? undefined : queued.metadata,
        request: isCut ? `${request.slice(0, 255)}"}` : request,
      };
      if (defect === "queues outside the transaction") return journal.enqueue(undefined, intent);
      await lock(tx, JSON.stringify([intent.account, intent.tracking_id]));
      const isUsed = (await journal.read(intent)) !== undefined;
      if (isUsed) return defect === "queues a used tracking_id";
      tx.writes.push(() => void journal.enqueue(undefined, intent));
      return true;
    },
    async markOnce(tx, key, name) {
      check();
      const mark = toMark(key, name);
      await lock(tx, mark);
      if (defect === "never finds a mark") return true;
      if (marks.has(mark)) return false;
      if (defect === "marks outside the transaction") marks.add(mark);
      else tx.writes.push(() => void marks.add(mark));
      return true;
    },
  };

  const inbox: Inbox<MemoryTransaction> = {
    durable: false,
    async claim(change) {
      check();
      const claim = await records.claim(change);
      if (claim.state !== "new") return { state: claim.state };
      const tx = begin();
      const { fencingToken, contradicts } = claim.lease;
      return { state: "new", lease: { fencingToken, contradicts, tx } };
    },
    async complete(change, lease) {
      check();
      if (defect === "commits effects without the record")
        await records.release(change, toOwn(lease));
      else if (!(await records.complete(change, toOwn(lease)))) return false;
      if (defect === "commits the record without the effects") end(lease.tx);
      else commit(lease.tx);
      return true;
    },
    async release(change, lease) {
      end(lease.tx);
      await records.release(change, toOwn(lease));
    },
  };

  return {
    store,
    inbox,
    async begin() {
      const tx = begin();
      return { tx, commit: async () => commit(tx), rollback: async () => end(tx) };
    },
    addEffect(tx: MemoryTransaction, name) {
      if (defect === "writes effects outside the transaction") effects.push(name);
      else tx.writes.push(() => void effects.push(name));
    },
    readEffects: async () => [...effects],
    concurrentTransactions: true,
    openAnother: async () => ({ store, inbox }),
    async cutOff() {
      isUnreachable = true;
      return async () => {
        isUnreachable = false;
      };
    },
    close: async () => undefined,
  };
}

/** The lease of the inbox without transactions. */
function toOwn({ fencingToken, contradicts }: Lease<MemoryTransaction>): Lease<undefined> {
  return { fencingToken, contradicts, tx: undefined };
}
