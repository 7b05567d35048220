import type { IntentSlot, IntentState, RecordedIntent } from "@numipay/core";
import type { IntentTerms } from "./intent-terms.js";
import { fromStoredText } from "./stored-text.js";

/** What a SELECT of an intent lists. */
export function toIntentColumns({ toIso, readKey, readNumber }: IntentTerms): string {
  return [
    `${readKey("slot")} AS slot`,
    `${readKey("tracking_id")} AS tracking_id`,
    "full_tracking_id",
    "operation",
    "key_id",
    "digests",
    "metadata",
    `${readKey("state")} AS state`,
    `${readKey("claimed_from")} AS claimed_from`,
    `${readNumber("fence")} AS fence`,
    `${readNumber("attempts")} AS attempts`,
    `${readNumber("failures")} AS failures`,
    `${toIso("recorded_at")} AS recorded`,
    `${toIso("attempted_at")} AS attempted`,
    "response",
    `${toIso("response_expires_at")} AS response_expires`,
    "request",
  ].join(", ");
}

/** Reads an intent of an account from these columns. */
export function toRecordedIntent(
  row: Record<string, string | null>,
  account: string,
): RecordedIntent {
  const { full_tracking_id: full = null, tracking_id, request } = row;
  const isQueueable = request !== null && request !== undefined;
  return {
    account,
    slot: (row["slot"] ?? "") as IntentSlot,
    tracking_id: full === null ? (tracking_id ?? "") : fromStoredText(full),
    operation: row["operation"] ?? "",
    keyId: row["key_id"] ?? "",
    digests: JSON.parse(row["digests"] ?? "{}") as RecordedIntent["digests"],
    metadata: row["metadata"] ?? undefined,
    state: (row["state"] ?? "") as IntentState,
    recordedAt: row["recorded"] ?? "",
    response: row["response"] ?? undefined,
    responseExpiresAt: row["response_expires"] ?? undefined,
    attempts: Number(row["attempts"]),
    request: request ?? undefined,
    ...(isQueueable
      ? { attemptedAt: row["attempted"] ?? undefined, failures: Number(row["failures"]) }
      : {}),
  };
}
