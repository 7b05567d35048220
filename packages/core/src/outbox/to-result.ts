import type { CallActions } from "../client/call-journal.js";
import type { JournalSettings } from "./journal-settings.js";
import type { IntentResult } from "./journal.js";

/** The longest response to store, in characters of JSON. A normal one has a few hundred. */
const longestResponse = 65_536;

/** The record of a success. A response that is too long, or that repeats a secret, is not stored. */
export function toResult<Result>(
  result: Result,
  { storeUrl, responseTtlMs }: JournalSettings,
  { hasSecret }: Pick<CallActions<Result>, "hasSecret">,
): IntentResult {
  const response = JSON.stringify(result);
  const isStored =
    response.length <= longestResponse && (storeUrl || !hasUrl(result)) && !hasSecret(result);
  if (!isStored) return { state: "confirmed" };
  const responseExpiresAt = new Date(Date.now() + responseTtlMs).toISOString();
  return { state: "confirmed", response, responseExpiresAt };
}

function hasUrl(result: unknown): boolean {
  const { url } = (result ?? {}) as { url?: unknown };
  return typeof url === "string" && url !== "";
}
