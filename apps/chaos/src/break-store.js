import { setTimeout as pause } from "node:timers/promises";

/**
 * Breaks the store again and again until it is stopped: `cut` ends its connections and refuses new ones for a while,
 * `kill` does `kill -9` and starts it again.
 *
 * @param {{ proxy: { cut(): void, mend(): void }, restart(): Promise<void> } | undefined} store
 * @param {"cut" | "commit" | "kill" | undefined} how
 */
export function breakStore(store, how) {
  let isOver = store === undefined || (how !== "cut" && how !== "kill");
  let times = 0;
  const breaking = (async () => {
    while (!isOver) {
      await pause(250);
      times += 1;
      if (how === "cut") {
        store?.proxy.cut();
        await pause(150);
        store?.proxy.mend();
      } else await store?.restart();
    }
  })();
  return {
    times: () => times,
    async stop() {
      isOver = true;
      await breaking;
    },
  };
}
