import { handlerFaults } from "../receiver/handler-faults.js";
import { steps } from "../receiver/steps.js";

/** A little of everything that comes anyway. */
const everyday = { duplicate: 0.05, reorder: 0.1, reserialize: 0.05 };

/** A family in which a handler does something wrong, in one of the ways that bear its name. */
const wrongHandler = (name) => ({
  chaos: everyday,
  handlerFaults: Object.keys(handlerFaults[name] ?? {}),
  counts: "plays" as const,
});

/**
 * The kinds of trouble. `chaos`: what the gateway does, by chance. `signal`: what befalls a receiver at one of `steps`,
 * drawn for each delivery; all that it is at meets it. `deploys`, `store`: what goes, once so and so many deliveries were
 * acknowledged since the last time. `handlerFaults`: what the handler does wrong at some of the first attempts; `isSlow`: it
 * takes longer than its lease, and the gateway does not wait for it. `mayRunAgain`: whether a handler may run twice for a change where the effect
 * cannot commit together with the record; where nobody is hit, it may not. `counts`: whether a change counts as faulted
 * by what its deliveries look like (`watches`), or by being under way when somebody was hit, or by what its handler did.
 */
export interface Family {
  chaos: Record<string, number>;
  signal?: NodeJS.Signals;
  steps?: string[];
  handlerFaults?: string[];
  isSlow?: boolean;
  deploys?: boolean;
  store?: "cut" | "commit" | "kill";
  mayRunAgain?: boolean;
  counts: "watch" | "hits" | "plays";
  watches?: "copies" | "late" | "serialization";
}

export const families: Record<string, Family> = {
  // Up to 15 more of each, one after the other or all at once, to every process in turn.
  duplicates: { chaos: { duplicate: 1 }, counts: "watch", watches: "copies" },
  reversed: {
    chaos: { reorder: 0.9, delay: 0.3, duplicate: 0.1 },
    counts: "watch",
    watches: "late",
  },
  respelled: {
    chaos: { reserialize: 0.9, tamper: 0.3, wrongPassword: 0.3, slow: 0.02, duplicate: 0.2 },
    counts: "watch",
    watches: "serialization",
  },
  "kill -9": {
    chaos: everyday,
    signal: "SIGKILL",
    steps,
    mayRunAgain: true,
    counts: "hits",
  },
  "stopped past its lease": {
    chaos: everyday,
    signal: "SIGSTOP",
    steps: steps.slice(1, 5),
    mayRunAgain: true,
    counts: "hits",
  },
  deploys: { chaos: everyday, deploys: true, mayRunAgain: true, counts: "hits" },
  // Every connection ends and none can be made for a while.
  "store cut off": { chaos: everyday, store: "cut", mayRunAgain: true, counts: "hits" },
  "store killed": { chaos: everyday, store: "kill", mayRunAgain: true, counts: "hits" },
  // One connection ends at a COMMIT: half of them before the server has it, half after, so that its answer is lost.
  "cut during COMMIT": { chaos: everyday, store: "commit", mayRunAgain: true, counts: "hits" },
  "late statement": wrongHandler("late statement"),
  "ends the transaction": wrongHandler("ends the transaction"),
  "own transaction": wrongHandler("own transaction"),
  "constraint at commit": wrongHandler("constraint at commit"),
  // Nobody is hit: while its process renews the lease, no other may call the handler.
  "slow handler": { ...wrongHandler("slow handler"), isSlow: true },
  // 90 virtual minutes in which nobody listens, and the reconciler after: played by playOutage.
  outage: { chaos: {}, counts: "watch" },
  // The gateway carries out a payment, and its response is lost: played by playSocketErrors.
  "socket error after sending": { chaos: {}, counts: "plays" },
};

/** A family by its name in the table. */
export function familyOf(name) {
  const family = families[name];
  if (family === undefined) throw new Error(`There is no family of faults ${name}`);
  return family;
}
