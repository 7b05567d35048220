import { checkCount, type Settings } from "./settings.js";

/** Options of one call. */
export interface CallOptions {
  /** Aborts the call. If a call that moves money may already have arrived, it throws an `OutcomeUnknownError`. */
  signal?: AbortSignal | undefined;
  /** Time limit of this call in milliseconds, including retries and reading the response. Defaults to the client's. */
  timeoutMs?: number | undefined;
}

/**
 * Fills in the client's defaults for one call.
 *
 * @throws InvalidOptionError when `timeoutMs` is invalid, or the key or the base URL is missing
 */
export function toCallOptions(
  settings: Settings,
  { signal, timeoutMs = settings.timeoutMs }: CallOptions = {},
): { signal: AbortSignal | undefined; timeoutMs: number } {
  // Here, because a failure while sending would be reported as one of the network.
  settings.connection();
  return { signal, timeoutMs: checkCount("timeoutMs", timeoutMs, 1) };
}
