import type { IntentKey } from "./journal.js";

/**
 * What recovery decided about an intent.
 *
 * - confirmed: the transaction exists, or the payout is decided.
 * - queued: the gateway does not have it, and the outbox sends it again.
 * - released: the gateway does not have it, and it is sent when your program repeats the call.
 * - unknown: it stays unknown; `reason` says why.
 * - failed: it stays unknown, because the gateway could not be asked.
 * - skipped: another process holds it or has resolved it.
 */
export type RecoveryDecision =
  | "confirmed"
  | "queued"
  | "released"
  | "unknown"
  | "failed"
  | "skipped";

/** An intent and what recovery decided about it. */
export interface RecoveredIntent extends IntentKey {
  /** The operation, such as `requestPayout`. */
  operation: string;
  /** When it was recorded, in ISO format. */
  recordedAt: string;
  /** What was decided. In a dry run, what would be. */
  decision: RecoveryDecision;
  /** The status of the transaction, if the gateway returned it. */
  transaction_status?: string | undefined;
  /** Why it was not resolved. Undefined if it was. */
  reason?: string | undefined;
  /** The error of the client, if `failed`. */
  error?: unknown;
}

/** How many intents were decided in which way. */
export type RecoveryCounts = Readonly<Record<RecoveryDecision, number>>;

/** The progress of a run. */
export interface RecoverProgress {
  /** Intents that are decided. */
  done: number;
  /** Intents that were read from the journal so far, at most 100 more than `done`. */
  found: number;
  /** How the intents were decided. */
  counts: RecoveryCounts;
  /** The intent that was decided last. */
  last: RecoveredIntent;
}

/** The result of a run. */
export interface Recovery {
  /** Intents that were decided. */
  done: number;
  /** How they were decided. */
  counts: RecoveryCounts;
  /** What was decided about each: the first 1,000. Use `onProgress` to get all of them. */
  intents: RecoveredIntent[];
  /** Whether nothing was recorded. */
  dryRun: boolean;
}

const mostIntents = 1_000;
/** After this many failures in a row, the gateway is unavailable, and the run ends instead of asking about every other intent. */
const mostFailures = 10;

/** Counts the intents of a run. */
export interface RecoverySummary {
  done: number;
  readonly counts: Record<RecoveryDecision, number>;
  readonly intents: RecoveredIntent[];
  add(intent: RecoveredIntent): void;
  /** @throws the client's error after 10 failures in a row */
  throwIfUnavailable(): void;
}

/** Creates an empty summary. */
export function createRecoverySummary(): RecoverySummary {
  let failures: unknown[] = [];
  return {
    done: 0,
    counts: { confirmed: 0, queued: 0, released: 0, unknown: 0, failed: 0, skipped: 0 },
    intents: [],
    add(intent) {
      this.done += 1;
      this.counts[intent.decision] += 1;
      if (this.intents.length < mostIntents) this.intents.push(intent);
      failures = intent.decision === "failed" ? [...failures, intent.error] : [];
    },
    throwIfUnavailable() {
      if (failures.length >= mostFailures) throw failures.at(-1);
    },
  };
}
