import type { ChaosOptions, ChaosPlan } from "../gateway/chaos-options.js";
import type { ChaosStore, StoredChaos } from "../storage/chaos-store.js";
import { checkChances } from "./check-chances.js";
import { replayedFaults, seededFaults, type FaultDraw } from "./fault-draw.js";
import type { DrawnFault } from "../gateway/faults.js";
import { readChaosPlan } from "./read-chaos-plan.js";

/** The chaos of one sandbox: its current options and the faults that were injected. */
export interface Chaos {
  /**
   * Starts a new plan, or stops chaos if undefined. Options that are already active continue their plan.
   *
   * @throws TypeError or RangeError that names the option.
   */
  set(options: ChaosOptions | undefined): void;
  readonly isOn: boolean;
  /** The active options. Undefined if chaos is off. */
  options(): ChaosOptions | undefined;
  /** The faults that were injected since chaos was last set. Stopping keeps them. */
  plan(): ChaosPlan;
  /** Decides whether to inject a fault. The caller must record it afterwards. Returns undefined while chaos is off. */
  readonly draw: FaultDraw;
  /** Counts the calls on a subject, from 1. Returns 0 while chaos is off. */
  count(subject: string): number;
  /** Records an injected fault with the current time. */
  record(fault: DrawnFault): void;
}

/** Opens the chaos of a sandbox and continues what its file contains. `now` is in milliseconds since 1970 on the virtual clock. */
export function createChaos(
  store: ChaosStore,
  setting: { readonly seed: string; readonly now: () => number },
): Chaos {
  let current = store.current();
  let draw = toDraw(current);
  const load = (): void => {
    current = store.current();
    draw = toDraw(current);
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
      return draw !== undefined;
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
    draw: (kind, subject, attempt) => draw?.(kind, subject, attempt),
    count: (subject) => (draw === undefined ? 0 : store.count(subject)),
    record: (fault) => store.record({ at: new Date(setting.now()).toISOString(), ...fault }),
  };
}

/** Checks chaos options. Throws a TypeError or RangeError that names the invalid option. */
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
    throw new TypeError(
      "chaos.replay cannot be combined with other options. The plan defines which faults are injected.",
    );
  }
  const plan = readChaosPlan(replay);
  return { seed: plan.seed, options: copy(plan.options), replay: copy(plan) };
}

/** Copies through JSON: isolates the value from later changes and drops undefined members. */
function copy<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

function toDraw(chaos: StoredChaos | undefined): FaultDraw | undefined {
  if (chaos?.isOn !== true) return undefined;
  return chaos.replay === undefined
    ? seededFaults(chaos.seed, chaos.options)
    : replayedFaults(chaos.replay);
}

function isSame(current: StoredChaos, wanted: Omit<StoredChaos, "isOn">): boolean {
  const { seed, options, replay } = current;
  return JSON.stringify({ seed, options, replay }) === JSON.stringify(wanted);
}
