import { usageError } from "../failure/command-failure.js";

/** A word of a key that names its mode, as in `sandbox_live_…`. The gateway's own keys may have none. */
const liveWord = /(?:^|[^a-z])(?:live|prod|production)(?:[^a-z]|$)/i;

/**
 * Requires a DEV key. Neither the key nor the gateway shows the mode (not documented), so the user has to confirm it. A key
 * that names itself live is refused even so.
 *
 * @throws CommandFailure that does not contain the key
 */
export function requireDevKey(apiKey: string, { isConfirmed }: { isConfirmed: boolean }): void {
  if (liveWord.test(apiKey)) {
    throw usageError(
      "The API key is a live key, as its name says. Use a DEV key from the portal, Settings > Credentials.",
    );
  }
  if (isConfirmed) return;
  throw usageError(
    "The gateway does not show whether a key is a DEV key, and a live key would move money. Look it up in the portal, " +
      "Settings > Credentials, and add --dev-key to confirm it.",
  );
}
