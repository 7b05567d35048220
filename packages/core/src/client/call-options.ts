import { checkCount, type Settings } from "./settings.js";

/** Options of one call. */
export interface CallOptions {
  /** Gives up early. A call that may have arrived by then ends in an `OutcomeUnknownError`. */
  signal?: AbortSignal | undefined;
  /** Milliseconds for this call, its retries and answer included. */
  timeoutMs?: number | undefined;
}

/** The options of one call over those of the client. */
export function toCallOptions(
  settings: Settings,
  { signal, timeoutMs = settings.timeoutMs }: CallOptions = {},
): { signal: AbortSignal | undefined; timeoutMs: number } {
  return { signal, timeoutMs: checkCount("timeoutMs", timeoutMs, 1) };
}
