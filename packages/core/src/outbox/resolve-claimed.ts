import type { LastKnownStatus } from "../client/advice.js";
import { isProof } from "./is-proof.js";
import type { IntentLease, IntentResult } from "./journal.js";
import { type ClaimedCall, completeInTime } from "./store-in-time.js";

/** What is known about an earlier attempt. */
export interface ResolvedCall {
  lastKnownStatus: LastKnownStatus;
  /** How it ended for the record. */
  result: IntentResult & { state: "confirmed" | "unknown" };
  /** Whether the store recorded it. */
  isRecorded: boolean;
}

/** Asks the gateway how an earlier attempt ended that may have reached it, and records the result. Never sends. Never rejects. */
export async function resolveClaimed<Result>(
  claimed: ClaimedCall<Result>,
  lease: IntentLease,
): Promise<ResolvedCall> {
  const { call, actions, leftMs } = claimed;
  const lastKnownStatus = await actions.checkStatus(leftMs());
  const isProven = isProof(call.slot, lastKnownStatus);
  const result = { state: isProven ? "confirmed" : "unknown" } as const;
  return { lastKnownStatus, result, isRecorded: await completeInTime(claimed, lease, result) };
}
