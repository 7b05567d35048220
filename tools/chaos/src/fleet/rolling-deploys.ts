import { setTimeout as pause } from "node:timers/promises";
import type { Fleet } from "./fleet.js";

/** How often to check whether the next deploy is due, in milliseconds. */
const checkMs = 15;

export interface RollingDeployOptions {
  isOn: boolean;
  /** Returns how many deliveries have been acknowledged so far. */
  acknowledged: () => number;
  /** The fewest deliveries to acknowledge between two restarts. */
  between: number;
}

/** Restarts one receiver after another, like a rolling deploy, until it is closed. */
export function startRollingDeploys(
  fleet: Fleet,
  { isOn, acknowledged, between }: RollingDeployOptions,
) {
  const stop = new AbortController();
  if (!isOn) stop.abort();
  let restarts = 0;
  const running = (async () => {
    let goal = between / 2;
    while (!stop.signal.aborted) {
      await pause(checkMs);
      if (acknowledged() < goal || !fleet.restartOne()) continue;
      restarts += 1;
      goal = acknowledged() + between;
    }
  })();
  return {
    restarts: () => restarts,
    async close() {
      stop.abort();
      await running;
    },
  };
}
