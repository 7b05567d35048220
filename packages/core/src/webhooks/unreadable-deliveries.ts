import type { AccountResolver, ResolvedAccount } from "./account-resolver.js";
import type { Unread } from "./admit.js";
import type { EventOrigin } from "./emitter.js";
import type { Contract } from "../protocol/contract/contract.js";
import type { Outcome } from "./outcome.js";
import { parseEvent, type ParsedEvent } from "./parse-event.js";
import { type DeliveryReport, toRefusal } from "./to-report.js";
import { toUnreadableKey, type UnreadableEntry, type UnreadableStore } from "./unreadable-store.js";

/** The rightly signed deliveries that were no transaction by the contract. */
export interface UnreadableDeliveries {
  /** Those that are kept for this webhook's account, the oldest first. Rejects when the store cannot be reached. */
  list(this: void): Promise<UnreadableEntry[]>;
  /**
   * Reads each entry again by this webhook's contract, and applies what it can read like a delivery that arrives now: once,
   * and with a call of `onOutcome`. Removes settled entries from the list. Safe to run while deliveries arrive, and in several
   * processes at once. Rejects when the store cannot be reached; the next run continues from there.
   *
   * @example
   * const { kept } = await webhook.unreadable.replay();
   * for (const { problem } of kept) console.log(problem);
   */
  replay(this: void): Promise<Replayed>;
}

/** The result of a replay. */
export interface Replayed {
  /** How many were applied or turned out to be settled, by outcome, such as `{ processed: 2, duplicate: 1 }`. */
  settled: Partial<Record<Outcome, number>>;
  /** Those that stay on the list, each with what keeps it there now. */
  kept: UnreadableEntry[];
}

/** What keeps and replays deliveries that cannot be read. */
export interface UnreadableKeeper extends UnreadableDeliveries {
  /** Keeps a delivery. Never throws. */
  keep(this: void, unread: Unread): Promise<DeliveryReport>;
}

/** A receiver's part in it. */
export interface ReplayingReceiver {
  store: UnreadableStore;
  contract: Contract;
  accounts: AccountResolver;
  /** Applies what was read, or queues it, as for a delivery. Never throws. */
  apply(parsed: ParsedEvent, origin: EventOrigin): Promise<DeliveryReport>;
}

/** Keeps the unreadable deliveries of a receiver in its store. */
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
      if ("error" in account) return toUnkept(unread, account.account, account.error);
      try {
        const dropped = await store.add(await toEntry(account, unread));
        const reason = dropped > 0 ? `${problem} (older ones were dropped: ${dropped})` : problem;
        return toKeptReport("unreadable", unread, account.account, reason);
      } catch (error) {
        return toUnkept(unread, account.account, error);
      }
    },
    list,
    async replay() {
      const settled: Replayed["settled"] = {};
      const kept: UnreadableEntry[] = [];
      // One after another, in their order: a final status of a transaction may follow its pending.
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

/** Of the delivery, the verified text alone is kept. */
const replayOrigin: EventOrigin = {
  source: "webhook",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/** A conflict is not: its content was not applied, and the inbox may have no note of it. */
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

function toKeptReport(
  outcome: Outcome,
  { origin: { matched, passwordIndex } }: Unread,
  account: string | undefined,
  reason: string,
): DeliveryReport {
  return { ...toRefusal(outcome, reason), account, matched, passwordIndex };
}

/** It was not stored, so the gateway must retry it. */
function toUnkept(unread: Unread, account: string | undefined, error: unknown): DeliveryReport {
  return { ...toKeptReport("inbox-unavailable", unread, account, unread.problem), error };
}

function toProblem({ outcome, reason, error }: DeliveryReport): string {
  const why = reason ?? (error instanceof Error ? error.message : undefined);
  return why === undefined ? outcome : `${outcome}: ${why}`;
}
