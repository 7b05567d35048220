import { setTimeout as pause } from "node:timers/promises";

/** Between two looks whether it is time. */
const lookMs = 15;

/**
 * Ends one receiver after the other, as a deploy does, until it is stopped.
 *
 * @param options `between`: deliveries that are
 * acknowledged from one to the next, at the least
 */
export function deployUntilStopped(
  fleet: ReturnType<typeof import("./fleet.js").createFleet>,
  { isOn, acknowledged, between }: { isOn: boolean; acknowledged: () => number; between: number },
) {
  const over = new AbortController();
  if (!isOn) over.abort();
  let times = 0;
  const running = (async () => {
    let goal = between / 2;
    while (!over.signal.aborted) {
      await pause(lookMs);
      if (acknowledged() < goal || !fleet.deploy()) continue;
      times += 1;
      goal = acknowledged() + between;
    }
  })();
  return {
    times: () => times,
    async close() {
      over.abort();
      await running;
    },
  };
}
