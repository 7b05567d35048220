import { setTimeout as pause } from "node:timers/promises";
import { draw } from "./draw.js";

/**
 * Breaks the store again and again until it is stopped: `cut` ends its connections and refuses new ones for a while,
 * `kill` does `kill -9` and starts it again, `commit` ends single connections where they commit.
 *
 * @param {{ proxy: { cut(): void, mend(): void, watch(look: (chunk: Buffer, cut: () => void) => boolean): void }, restart(): Promise<void> } | undefined} store
 * @param {"cut" | "commit" | "kill" | undefined} how
 * @param {string} seed
 */
export function breakStore(store, how, seed) {
  if (how === "commit") store?.proxy.watch(cutAtCommit(seed));
  const over = new AbortController();
  if (store === undefined || (how !== "cut" && how !== "kill")) over.abort();
  let times = 0;
  const breaking = (async () => {
    while (!over.signal.aborted) {
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
      over.abort();
      await breaking;
    },
  };
}

/** Of a third of the commits, half are never heard by the server, and half are heard and the answer is lost. */
function cutAtCommit(seed) {
  let commits = 0;
  return (chunk, cut) => {
    if (!chunk.includes("COMMIT") || chunk.includes("CREATE TABLE")) return true;
    commits += 1;
    const drawn = draw(seed, "commit", commits);
    if (drawn >= 1 / 3) return true;
    if (drawn < 1 / 6) {
      cut();
      return false;
    }
    // On loopback the server has it long before, and its answer meets a closed door or is thrown away.
    setImmediate(() => cut());
    return true;
  };
}
