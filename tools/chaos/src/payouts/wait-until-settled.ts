import { setTimeout as pause } from "node:timers/promises";
import type { Fleet } from "../fleet/fleet.js";
import type { WalletEntry } from "../payer/payer-store.js";
import { askPayer } from "./ask-payer.js";

const intervalMs = 250;
/** The longest wait, in milliseconds: an intent that failed often is tried again after minutes. */
const mostMs = 180_000;

/** Reads the states of payouts in the journal. */
export async function readStates(
  fleet: Pick<Fleet, "pick">,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const states = await askPayer<Record<string, string>>(fleet, "/states", JSON.stringify(ids));
  return new Map(Object.entries(states));
}

/**
 * Waits until every payout has ended and was reported, or stays unknown. Returns the states of those that did not end: a worker that
 * asks about an unknown one makes it `sending` for a moment.
 */
export async function waitUntilSettled(
  fleet: Pick<Fleet, "pick">,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const settled = new Map<string, string>();
  let open = [...ids];
  let states = new Map<string, string>();
  const startedAt = performance.now();
  while (open.length > 0 && performance.now() - startedAt < mostMs) {
    const wallet = await askPayer<WalletEntry[]>(fleet, "/wallet");
    const ended = new Set(
      wallet.flatMap(({ tracking_id, kind }) => (kind === "debit" ? [] : [tracking_id])),
    );
    const left = open.filter((id) => !ended.has(id));
    states = await readStates(fleet, left);
    open = [];
    for (const id of left) {
      const state = states.get(id) ?? "none";
      // Without a record, the payout was never queued, which the oracle counts.
      if (state === "unknown" || state === "none") settled.set(id, state);
      else open.push(id);
    }
    if (open.length > 0) await pause(intervalMs);
  }
  // The oracle reports them.
  for (const id of open) settled.set(id, states.get(id) ?? "none");
  return settled;
}
