import { followRealTime } from "./follow-real-time.js";

/** Whether the virtual clock follows real time. The program, the CLI and the portal share this state. */
export interface RealTime {
  isOn(): boolean;
  /** Follows real time until the returned function is called. With several callers, until the last one has stopped. */
  start(): () => void;
  /** Pauses the clock for all callers. */
  stopAll(): void;
}

/** Creates the state for a clock. Time passes once, however many callers started it. */
export function createRealTime(advance: (ms: number) => Promise<void>): RealTime {
  const holders = new Set<() => void>();
  let stopFollowing: (() => void) | undefined;
  const stopAll = (): void => {
    holders.clear();
    stopFollowing?.();
    stopFollowing = undefined;
  };
  return {
    isOn: () => holders.size > 0,
    start() {
      const stop = (): void => {
        // A second call, or one after stopAll, must not stop a later caller.
        if (holders.delete(stop) && holders.size === 0) stopAll();
      };
      holders.add(stop);
      stopFollowing ??= followRealTime(advance);
      return stop;
    },
    stopAll,
  };
}
