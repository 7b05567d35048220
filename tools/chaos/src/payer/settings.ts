import type { StoreSettings } from "../stores/store.js";

/** The databases that a payer can run with. `none` is for a negative control. */
export type PayerEngineName = "postgres" | "mysql" | "sqlite" | "redis" | "none";

/** What a mode of outgoing payments sets. */
export interface PayerModeSettings {
  engine: PayerEngineName;
  /**
   * `outbox`: the payout is queued in the transaction that debits the wallet. `journal`: the payout is requested directly, and again
   * after each error.
   */
  way: "outbox" | "journal";
  /** Negative control: records a call after it was sent. */
  recordsAfterPost?: boolean;
  /** Negative control: queues the payout in a transaction of its own, after the debit. */
  missesTx?: boolean;
}

/** Which processes a clock runs wrong in, and how. */
export type ClockFault = "ahead" | "behind" | "jumping";

/** The settings of one payer process, passed as JSON. */
export interface PayerSettings extends PayerModeSettings, StoreSettings {
  gatewayUrl: string;
  apiKey: string;
  signaturePassword: string;
  /** How long a claim is held, in milliseconds. */
  leaseMs: number;
  /** The time limit of a call, in milliseconds. Shorter than its lease. */
  timeoutMs: number;
  /** How many calls the worker sends at once. */
  concurrency: number;
  /** Decides the faults of this process. */
  seed: string;
  /** The signal that the process sends itself at one of `steps`, again and again. */
  signal?: NodeJS.Signals | undefined;
  steps?: readonly string[];
  /** The most times that a step is passed before the signal. */
  mostPasses: number;
  /** Whether connections to the gateway fail. */
  losesResponses?: boolean;
  /** Whether every worker takes every intent. */
  isContended?: boolean;
  clock?: ClockFault | undefined;
}
