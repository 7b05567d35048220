import type { PayoutVerdict } from "../oracle/compare-payouts.js";
import type { PayoutFamily, PayoutFamilyName } from "./payout-families.js";
import type { PayoutMode } from "./payout-modes.js";
import type { RunOptions } from "./scenario.js";

/** One row of the table of outgoing payments: a mode under a family of faults. */
export interface PayoutScenario {
  name: string;
  familyName: PayoutFamilyName;
  mode: PayoutMode;
  /** Whether it is a negative control, which must fail. */
  isControl: boolean;
}

export interface PayoutRunOptions extends Omit<RunOptions, "mode" | "family"> {
  mode: PayoutMode;
  family: PayoutFamily;
}

/** What a run found. */
export interface PayoutResult extends PayoutVerdict {
  /** Payouts that customers asked for. */
  intents: number;
  /** POSTs that arrived at the gateway. */
  posts: number;
  /** Intents that met a fault. */
  faults: number;
  seconds: number;
  /** How often a payer was interrupted at each step. */
  interruptions: Record<string, number>;
  /** How often each variant of a fault was injected. */
  variants: Record<string, number>;
  /** Payers that exited unexpectedly. */
  crashes: string[];
  /** How often the store was broken. */
  outages: number;
  /** How often a payer was restarted by a deploy. */
  deploys: number;
}

export type PayoutScenarioResult = PayoutScenario & PayoutResult;
