import { followRealTime } from "./follow-real-time.js";

/** Whether the virtual time follows the real one, for all who have a say in it: the program, the command, the portal. */
export interface RealTime {
  isOn(): boolean;
  /** Follows until the returned function is called; of several that started, until the last one did. */
  start(): () => void;
  /** Stands still, whoever started. */
  stopAll(): void;
}

/** Builds it over a clock. However many start it, time passes once. */
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
        // Called twice, or after all were stopped, it must not stop a later one.
        if (holders.delete(stop) && holders.size === 0) stopAll();
      };
      holders.add(stop);
      stopFollowing ??= followRealTime(advance);
      return stop;
    },
    stopAll,
  };
}
