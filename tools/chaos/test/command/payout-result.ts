import type { PayoutScenarioResult } from "../../src/scenarios/payout-scenario.js";

/** A scenario of payouts without findings. */
export const cleanPayouts: PayoutScenarioResult = {
  name: "postgres outbox",
  familyName: "payer killed",
  mode: { settings: { engine: "postgres", way: "outbox" }, families: [] },
  isControl: false,
  intents: 1200,
  posts: 1100,
  faults: 600,
  lost: 0,
  lostKeys: [],
  sentTwice: 0,
  refundedTwice: 0,
  undecided: 9,
  problems: [],
  seconds: 1.23,
  interruptions: {},
  variants: {},
  crashes: [],
  outages: 0,
  deploys: 0,
};
