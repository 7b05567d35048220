import { setTimeout as pause } from "node:timers/promises";
import type { RecoveryCounts } from "@numipay/core";
import type { Fleet } from "../fleet/fleet.js";
import { askPayer } from "./ask-payer.js";

const intervalMs = 250;
const mostRuns = 100;

export interface RecoverAllOptions {
  fleet: Pick<Fleet, "pick">;
  resends: boolean;
  /** Returns the states of the payouts that did not end. */
  readStates: () => Promise<Map<string, string>>;
}

/**
 * Runs recovery again and again, as a scheduled job would, until the gateway has responded about each payout that stays unknown: it may
 * be too slow for a request, or a worker may hold an intent. Returns the states of the payouts that did not end.
 */
export async function recoverAll({
  fleet,
  resends,
  readStates,
}: RecoverAllOptions): Promise<Map<string, string>> {
  let states = new Map<string, string>();
  for (let run = 0; run < mostRuns; run += 1) {
    if (run > 0) await pause(intervalMs);
    // Null without a journal.
    const counts = await askPayer<RecoveryCounts | null>(
      fleet,
      "/recover",
      resends ? "resend" : "",
    );
    states = await readStates();
    const unknown = [...states.values()].filter((state) => state === "unknown").length;
    if (counts === null) return states;
    if (counts.failed + counts.skipped === 0 && unknown <= counts.unknown) return states;
  }
  // The oracle reports them.
  return states;
}
