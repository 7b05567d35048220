import type { Verdict } from "../oracle/compare-changes.js";
import type { FamilyName, FaultFamily } from "./fault-families.js";
import type { Mode } from "./modes.js";

/** One row of the table: a mode under a family of faults. */
export interface Scenario {
  name: string;
  familyName: FamilyName;
  mode: Mode;
  /** Whether it is a negative control, which must fail. */
  isControl: boolean;
}

export interface RunOptions {
  mode: Mode;
  family: FaultFamily;
  seed: string;
  /** How many changes to fault. */
  faults: number;
  onProgress: (share: number) => void;
  /** Ends the run early. It then rejects, and everything that it started is closed. */
  signal?: AbortSignal;
}

/** What a run found. Undefined counts do not apply to the scenario. */
export interface RunResult extends Verdict {
  /** Findings besides the counts, as parts of a sentence. */
  problems: string[];
  events: number;
  deliveries: number;
  /** Changes that met a fault. */
  faults: number;
  /** How many times a handler reached its effect again. */
  reruns: number;
  seconds: number;
  /** Lost changes that had been acknowledged with a 2xx. */
  lostAfterAck?: number;
  /** Deliveries that were sent and got their response while the store was down. */
  whileDown?: number;
  /** How many of them got a 2xx. */
  acknowledgedWhileDown?: number;
  /** Deliveries that were rejected as `inbox-unavailable`. */
  unavailable?: number;
  lateStatements?: number;
  /** Late statements that were reported to `onOutcome`. */
  lateReported?: number;
  /** How often each variant of a fault was injected. */
  variants?: Record<string, number>;
  /** How often a receiver was interrupted at each step. */
  interruptions?: Record<string, number>;
  /** Receivers that exited unexpectedly. */
  crashes?: string[];
  /** How often the store was broken. */
  outages?: number;
  /** How often a receiver was restarted by a deploy. */
  deploys?: number;
  /** Dead letters that were replayed. */
  replayed?: number;
}

export type ScenarioResult = Scenario & RunResult;
