import type { ChaosOptions, ChaosPlan } from "../gateway/chaos-options.js";
import type { ChaosStore, StoredChaos } from "../storage/chaos-store.js";
import { checkChances } from "./check-chances.js";
import { replayedFaults, seededFaults, type FaultDraw } from "./fault-draw.js";
import type { DrawnFault } from "../gateway/faults.js";
import { readChaosPlan } from "./read-chaos-plan.js";

/** The chaos of one sandbox: what goes wrong from now on, and what has gone wrong. */
export interface Chaos {
  /**
   * Begins a new plan, or stops (undefined). The options that are on already go on with their plan.
   *
   * @throws TypeError or RangeError that names the option
   */
  set(options: ChaosOptions | undefined): void;
  readonly isOn: boolean;
  /** What is on; undefined: nothing. */
  options(): ChaosOptions | undefined;
  /** What was played since the chaos was set; stopping keeps it. */
  plan(): ChaosPlan;
  /** Says whether a fault is played; it must be recorded once it was. Never one while chaos is off. */
  readonly draw: FaultDraw;
  /** Counts a call on a subject, from 1; 0 while chaos is off. */
  count(subject: string): number;
  /** Writes down what was played, now. */
  record(fault: DrawnFault): void;
}

/** Opens a sandbox's chaos; what its file holds goes on. Milliseconds since 1970 come from the virtual clock. */
export function createChaos(
  store: ChaosStore,
  setting: { readonly seed: string; readonly now: () => number },
): Chaos {
  let current = store.current();
  let dice = toDice(current);
  const load = (): void => {
    current = store.current();
    dice = toDice(current);
  };
  return {
    set(options) {
      if (options === undefined) {
        store.stop();
      } else {
        const wanted = toChaos(options, setting.seed);
        if (current?.isOn !== true || !isSame(current, wanted)) store.begin(wanted);
      }
      load();
    },
    get isOn() {
      return dice !== undefined;
    },
    options() {
      if (current?.isOn !== true) return undefined;
      const { seed, options, replay } = current;
      return replay === undefined ? { seed, ...options } : { replay };
    },
    plan: () => ({
      version: 1,
      seed: current?.seed ?? setting.seed,
      options: current?.options ?? {},
      faults: store.faults(),
    }),
    draw: (kind, subject, attempt) => dice?.(kind, subject, attempt),
    count: (subject) => (dice === undefined ? 0 : store.count(subject)),
    record: (fault) => store.record({ at: new Date(setting.now()).toISOString(), ...fault }),
  };
}

/** Throws a TypeError or RangeError that names the option which makes no sense. */
export function checkChaosOptions(options: ChaosOptions): void {
  toChaos(options, "");
}

function toChaos(options: ChaosOptions, sandboxSeed: string): Omit<StoredChaos, "isOn"> {
  checkChances(options);
  const { seed = sandboxSeed, deliveries, api, replay } = options;
  if (replay === undefined) {
    return {
      seed,
      options: copy({ deliveries, api }) as StoredChaos["options"],
      replay: undefined,
    };
  }
  if (options.seed !== undefined || deliveries !== undefined || api !== undefined) {
    throw new TypeError("chaos.replay goes alone: the plan says which faults are played");
  }
  const plan = readChaosPlan(replay);
  return { seed: plan.seed, options: copy(plan.options), replay: copy(plan) };
}

/** By way of JSON: what the caller changes later, and what is undefined, is not in it. */
function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function toDice(chaos: StoredChaos | undefined): FaultDraw | undefined {
  if (chaos?.isOn !== true) return undefined;
  return chaos.replay === undefined
    ? seededFaults(chaos.seed, chaos.options)
    : replayedFaults(chaos.replay);
}

function isSame(current: StoredChaos, wanted: Omit<StoredChaos, "isOn">): boolean {
  const { seed, options, replay } = current;
  return JSON.stringify({ seed, options, replay }) === JSON.stringify(wanted);
}
