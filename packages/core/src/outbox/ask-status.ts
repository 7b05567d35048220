import type { LastKnownStatus } from "../client/advice.js";
import { isRequestRejectedError } from "../client/errors.js";
import { isNumipayError } from "../protocol/errors.js";
import type { RecoverSettings } from "./recover-options.js";

/** The status of a transaction, and the error if it is not known. Never rejects. */
export async function askStatus(
  { numipay, timeoutMs, signal }: Pick<RecoverSettings, "numipay" | "timeoutMs" | "signal">,
  tracking_id: string,
): Promise<{ status: LastKnownStatus; error?: unknown }> {
  try {
    const response = await numipay.transactions.status(tracking_id, { timeoutMs, signal });
    // `state` comes last, so that a response field of the same name cannot override it.
    return { status: { ...response, state: "found" } };
  } catch (error) {
    const isAborted = signal.aborted;
    // Checked first: the signal's reason may be any error, even another call's 404.
    if (!isAborted && isRequestRejectedError(error) && error.status === 404) {
      return { status: { state: "not-found" } };
    }
    const why = isAborted
      ? "the run was aborted"
      : isNumipayError(error)
        ? error.message
        : "the status check failed";
    return { status: { state: "not-known", why }, error };
  }
}
