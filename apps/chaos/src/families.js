import { steps } from "./receiver/steps.js";

/** A little of everything that comes anyway. */
const everyday = { duplicate: 0.15, reorder: 0.15, respell: 0.1 };

/**
 * The kinds of trouble. `chaos`: what the gateway does, by chance. `signal`: what befalls a receiver at one of `steps`,
 * for this share of changes. `mayRunAgain`: whether a handler may run twice for a change where the effect cannot commit
 * together with the record; where nobody is hit, it may not.
 *
 * @typedef {{ chaos: object, signal?: NodeJS.Signals, steps?: string[], chance?: number, deployEveryMs?: number,
 *   store?: "cut" | "commit" | "kill", mayRunAgain?: boolean, counts: "plan" | "unanswered" }} Family
 * @type {Record<string, Family>}
 */
export const families = {
  // Up to 15 more of each, one after the other or all at once, to every process in turn.
  duplicates: { chaos: { duplicate: 1 }, counts: "plan" },
  reversed: { chaos: { reorder: 0.9, delay: 0.3, duplicate: 0.1 }, counts: "plan" },
  respelled: {
    chaos: { respell: 0.9, tamper: 0.3, wrongPassword: 0.3, slow: 0.02, duplicate: 0.2 },
    counts: "plan",
  },
  "kill -9": {
    chaos: everyday,
    signal: "SIGKILL",
    steps,
    chance: 0.6,
    mayRunAgain: true,
    counts: "unanswered",
  },
  "stopped past its lease": {
    chaos: everyday,
    signal: "SIGSTOP",
    steps: steps.slice(1, 5),
    chance: 0.3,
    mayRunAgain: true,
    counts: "unanswered",
  },
  deploys: { chaos: everyday, deployEveryMs: 15, mayRunAgain: true, counts: "unanswered" },
  // Every connection ends and none can be made, for 150 ms of each 400.
  "store cut off": { chaos: everyday, store: "cut", mayRunAgain: true, counts: "unanswered" },
  "store killed": { chaos: everyday, store: "kill", mayRunAgain: true, counts: "unanswered" },
  // One connection ends at a COMMIT: half of them before the server has it, half after, so that its answer is lost.
  "cut during COMMIT": {
    chaos: everyday,
    store: "commit",
    mayRunAgain: true,
    counts: "unanswered",
  },
};

/** A family by its name in the table. */
export function familyOf(name) {
  const family = families[name];
  if (family === undefined) throw new Error(`There is no family of faults ${name}`);
  return family;
}
