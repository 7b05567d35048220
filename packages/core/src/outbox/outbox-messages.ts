import type { TraceMessage } from "../protocol/telemetry/trace-message.js";
import type { RecoveryCounts } from "./recovery.js";
import type { OutboxOutcome } from "./outbox-handlers.js";

/**
 * What became of a due intent. `queued`: it was not sent and is due again. `failed`: it could not be sent or reported. `skipped`: another
 * process has it, or it is not due yet.
 */
export type Processed = OutboxOutcome | "queued" | "failed" | "skipped";

/** A due call of the outbox, which is sent, asked about or reported to its handlers. */
export interface OutboxMessage extends TraceMessage {
  /** The merchant account. */
  readonly account: string;
  /** The method, such as `"payouts.request"`; the operation of the contract if it cannot be queued. */
  readonly operation: string;
  /** The merchant's id of the transaction. */
  readonly tracking_id: string;
  /**
   * At the end. `confirmed`, `refused` and `unknown`: its outcome was reported. `queued`: it was not sent and is due again. `failed`: it
   * could not be sent or reported. `skipped`: another process has it, or it is not due yet.
   */
  readonly processed: Processed | undefined;
}

/** One run of `recover`. */
export interface RecoverMessage extends TraceMessage {
  /** The merchant account. */
  readonly account: string;
  /** Whether nothing is recorded. */
  readonly dryRun: boolean;
  /** At the end: how many calls were decided. */
  readonly done: number;
  /** At the end: how they were decided. */
  readonly counts: RecoveryCounts;
}
