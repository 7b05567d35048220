import type { AccountResolver, ResolvedAccount } from "./account-resolver.js";
import type { Unread } from "./admit.js";
import type { EventOrigin } from "./emitter.js";
import type { Contract } from "../protocol/contract/contract.js";
import type { Outcome } from "./outcome.js";
import { parseEvent, type ParsedEvent } from "./parse-event.js";
import { type DeliveryReport, toRefusal } from "./to-report.js";
import { toUnreadableKey, type UnreadableEntry, type UnreadableStore } from "./unreadable-store.js";

/** The verified deliveries that were not a transaction according to the contract. */
export interface UnreadableDeliveries {
  /** Lists the entries of this webhook's account, the oldest first. Rejects when the store is unavailable. */
  list(this: void): Promise<UnreadableEntry[]>;
  /**
   * Reads each entry again with this webhook's contract and applies the readable ones like new deliveries: once, and with a call of
   * `onOutcome`. Removes applied entries from the list. Safe to run while deliveries arrive, and in several processes at once.
   * Rejects when the store is unavailable; the next run continues from there.
   *
   * @example
   * const { kept } = await webhook.unreadable.replay();
   * for (const { problem } of kept) console.log(problem);
   */
  replay(this: void): Promise<Replayed>;
}

/** The result of a replay. */
export interface Replayed {
  /** The number of removed entries by outcome, such as `{ processed: 2, duplicate: 1 }`. */
  settled: Partial<Record<Outcome, number>>;
  /** The entries that stay on the list, each with its current problem. */
  kept: UnreadableEntry[];
}

/** Stores and replays unreadable deliveries. */
export interface UnreadableKeeper extends UnreadableDeliveries {
  /** Stores a delivery. Never throws. */
  keep(this: void, unread: Unread): Promise<DeliveryReport>;
}

/** The parts of a receiver that a replay uses. */
export interface ReplayingReceiver {
  store: UnreadableStore;
  contract: Contract;
  accounts: AccountResolver;
  /** Applies or queues an event, as for a delivery. Never throws. */
  apply(parsed: ParsedEvent, origin: EventOrigin): Promise<DeliveryReport>;
}

/** Creates the keeper of one receiver. */
export function createUnreadableKeeper(receiver: ReplayingReceiver): UnreadableKeeper {
  const { store, contract, accounts } = receiver;

  async function list(): Promise<UnreadableEntry[]> {
    const entries = await store.list();
    const names = new Set(entries.map(({ account }) => account));
    const own = new Set<string>();
    for (const name of names) if (await accounts.isOwn(name)) own.add(name);
    return entries.filter(({ account }) => own.has(account));
  }

  return {
    async keep(unread) {
      const { problem, origin } = unread;
      const account = accounts.known(origin) ?? (await accounts.find(origin));
      if ("error" in account) return toNotStored(unread, account.account, account.error);
      try {
        const dropped = await store.add(await toEntry(account, unread));
        const reason =
          dropped > 0 ? `${problem} (dropped ${dropped} older unreadable deliveries)` : problem;
        return toStoreReport("unreadable", unread, account.account, reason);
      } catch (error) {
        return toNotStored(unread, account.account, error);
      }
    },
    list,
    async replay() {
      const settled: Replayed["settled"] = {};
      const kept: UnreadableEntry[] = [];
      // One after another and in order: the final status of a transaction may follow its `pending`.
      for (const entry of await list()) {
        const parsed = parseEvent(entry.text, contract);
        if ("problem" in parsed) {
          kept.push({ ...entry, problem: parsed.problem });
          continue;
        }
        const report = await receiver.apply(parsed, { ...replayOrigin, account: entry.account });
        if (isSettled(report.outcome)) {
          await store.remove(entry.key);
          settled[report.outcome] = (settled[report.outcome] ?? 0) + 1;
        } else {
          kept.push({ ...entry, problem: toProblem(report) });
        }
      }
      return { settled, kept };
    },
  };
}

/** Only the verified text of a delivery is stored. */
const replayOrigin: EventOrigin = {
  source: "webhook",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/** A conflict stays on the list: its content was not applied, and the inbox may not have recorded it. */
function isSettled(outcome: Outcome): boolean {
  return ["processed", "unhandled", "queued", "duplicate", "stale"].includes(outcome);
}

async function toEntry(
  { account, namespace }: ResolvedAccount,
  { text, problem }: Unread,
): Promise<UnreadableEntry> {
  const key = await toUnreadableKey(namespace, text);
  return { key, account, receivedAt: new Date().toISOString(), text, problem };
}

function toStoreReport(
  outcome: Outcome,
  { origin: { matched, passwordIndex } }: Unread,
  account: string | undefined,
  reason: string,
): DeliveryReport {
  return { ...toRefusal(outcome, reason), account, matched, passwordIndex };
}

/** The delivery was not stored, so the gateway must retry it. */
function toNotStored(unread: Unread, account: string | undefined, error: unknown): DeliveryReport {
  return { ...toStoreReport("inbox-unavailable", unread, account, unread.problem), error };
}

function toProblem({ outcome, reason, error }: DeliveryReport): string {
  const why = reason ?? (error instanceof Error ? error.message : undefined);
  return why === undefined ? outcome : `${outcome}: ${why}`;
}
