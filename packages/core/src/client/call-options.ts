import { InvalidArgumentError } from "../protocol/errors.js";
import { toMetadataJson } from "./metadata.js";
import { checkCount, type Settings } from "./settings.js";

/** Options of one call. */
export interface CallOptions {
  /** Aborts the call. If a call that moves money may already have arrived, it throws an `OutcomeUnknownError`. */
  signal?: AbortSignal | undefined;
  /** Time limit of this call in milliseconds, including retries and reading the response. Defaults to the client's. */
  timeoutMs?: number | undefined;
}

/** Options of one call that moves money. */
export interface MoneyCallOptions extends CallOptions {
  /**
   * A JSON value to store with the record of the call, such as the id of your order. Needs a journal. At most 4,096 characters of
   * JSON. It is not sent to the gateway, and a repeated call may have another one. Never put card data into it.
   */
  metadata?: unknown;
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

/**
 * Returns the metadata of a call that a journal records, as JSON.
 *
 * @throws InvalidArgumentError when there is no journal, or `metadata` is not a JSON value or too long
 */
export function toMetadata(
  { journal }: Settings,
  { metadata }: MoneyCallOptions = {},
): string | undefined {
  if (metadata !== undefined && journal === undefined) {
    throw new InvalidArgumentError(
      "metadata",
      "needs a journal, which stores it. Create the client with one: new Numipay({ journal }).",
    );
  }
  return toMetadataJson(metadata);
}
