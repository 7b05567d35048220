import type { RecordedIntent } from "./journal.js";
import type { RecoverSettings } from "./recover-options.js";

/** Why an intent that the gateway does not have must not be sent again, or undefined if only the list can show that. */
export function resendObstacle(
  { resend, keyId, graceMs, now }: Pick<RecoverSettings, "resend" | "keyId" | "graceMs" | "now">,
  { slot, keyId: recordedKeyId, request, recordedAt, attemptedAt }: RecordedIntent,
): string | undefined {
  if (resend === "never") return "the gateway does not have it";
  // A decision is about a payout that exists, so a 404 means that the status lags or the id is wrong.
  if (slot === "decision") return "the gateway does not have the payout";
  // Another key may be that of another account or mode, which does not have its transactions.
  if (keyId !== recordedKeyId) return "it was recorded with another API key";
  const lastAttemptAt = request === undefined ? recordedAt : attemptedAt;
  const elapsedMs = now() - Date.parse(lastAttemptAt ?? "");
  if (elapsedMs >= graceMs) return undefined;
  return Number.isNaN(elapsedMs)
    ? "the time of its last attempt is not recorded"
    : `its last attempt is younger than the grace period of ${graceMs} ms`;
}
