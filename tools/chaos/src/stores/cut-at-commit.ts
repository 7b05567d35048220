import { seededRandom } from "../seeded-random.js";
import type { OnChunk } from "./tcp-proxy.js";

/** The share of commits that are cut: one half before the server receives them, the other before its response arrives. */
const cutShare = 0.7;

/** Closes the connections of some commits, chosen by the seed. */
export function cutAtCommit(seed: string): OnChunk {
  let commits = 0;
  return (chunk, cut) => {
    // A whole word, because a claim's BEGIN contains READ COMMITTED.
    const text = String(chunk);
    if (!/\bCOMMIT\b/.test(text) || /\bCREATE (?:TABLE|PROCEDURE)\b/.test(text)) return true;
    commits += 1;
    const random = seededRandom(seed, "commit", commits);
    if (random >= cutShare) return true;
    if (random < cutShare / 2) {
      cut();
      return false;
    }
    // On loopback the server has received it by then, and its response meets a closed connection.
    setImmediate(() => cut());
    return true;
  };
}
