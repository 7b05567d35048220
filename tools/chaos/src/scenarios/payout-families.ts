import { callSteps, payerSteps } from "../payer/payer-steps.js";
import type { ClockFault } from "../payer/settings.js";
import type { StoreFault } from "../stores/break-store.js";

/** A kind of fault of outgoing payments. */
export interface PayoutFamily {
  /** Sent to a payer at one of its steps. */
  signal?: NodeJS.Signals;
  /** The steps with an outbox, and without one. */
  steps?: { outbox: readonly string[]; journal: readonly string[] };
  store?: StoreFault;
  /** Restarts payers under load. */
  deploys?: boolean;
  /** Connections to the gateway fail. */
  losesResponses?: boolean;
  /** Every worker takes every intent, and each request of a customer goes to two payers. */
  isContended?: boolean;
  /** The clocks of the payers, in turn. */
  clocks?: readonly (ClockFault | undefined)[];
}

export type PayoutFamilyName =
  | "payer killed"
  | "payer stopped past its lease"
  | "payers deployed"
  | "connection errors"
  | "payers contend"
  | "clocks differ"
  | "journal cut off"
  | "journal killed"
  | "journal cut during COMMIT"
  | "journal file locked";

const allSteps = { outbox: payerSteps, journal: callSteps };
/** A stopped process keeps what it holds: a claim, a request, or an open transaction. */
const isStoppable = (step: string) => step !== "during-post" && !step.endsWith("debit");

export const payoutFamilies: Record<PayoutFamilyName, PayoutFamily> = {
  "payer killed": { signal: "SIGKILL", steps: allSteps },
  "payer stopped past its lease": {
    signal: "SIGSTOP",
    steps: {
      outbox: payerSteps.slice(4).filter(isStoppable),
      journal: callSteps.filter(isStoppable),
    },
  },
  "payers deployed": { deploys: true },
  "connection errors": { losesResponses: true },
  "payers contend": { isContended: true },
  // Leases of killed payers are taken over by others whose clocks are wrong.
  "clocks differ": {
    signal: "SIGKILL",
    steps: allSteps,
    clocks: ["ahead", "behind", "jumping"],
  },
  "journal cut off": { store: "cut" },
  "journal killed": { store: "kill" },
  "journal cut during COMMIT": { store: "commit" },
  // A SQLite file has no server. Another process keeps its lock instead.
  "journal file locked": { store: "cut" },
};
