import { InvalidOptionError } from "../protocol/errors.js";
import { defaultAccount } from "../protocol/event.js";
import { checkKnownOptions } from "../protocol/known-options.js";
import { accountProblem } from "../webhooks/account-store.js";

/** Options of every journal. */
export interface JournalOptions {
  /** The merchant account of the client. Clients with different accounts can share a store. Defaults to `"default"`. */
  account?: string | undefined;
  /**
   * The name under which the store keeps the records. Set it only after renaming an account, to the first name of the account: records
   * never move, and without them an earlier call would be sent again. Defaults to `account`.
   */
  namespace?: string | undefined;
  /**
   * Whether to store a response that has a `url` for the customer. If `false`, repeating such a call throws an `AlreadySentError`
   * instead of returning the `url`. Defaults to `true`.
   */
  storeUrl?: boolean | undefined;
  /**
   * How long a repeated call returns the recorded response, in milliseconds. After that it throws an `AlreadySentError`. Must be a
   * whole number of at least 1. Defaults to `86400000` (24 hours).
   */
  responseTtlMs?: number | undefined;
}

/** The checked options with defaults applied. */
export type JournalSettings = {
  [Option in keyof JournalOptions]-?: NonNullable<JournalOptions[Option]>;
};

/** Ten years. A date must remain valid. */
const longestTtlMs = 10 * 365 * 24 * 60 * 60 * 1000;

/**
 * Checks the options of a journal and applies the defaults.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 */
export function toJournalSettings(options: JournalOptions): JournalSettings {
  checkKnownOptions(options, ["account", "namespace", "storeUrl", "responseTtlMs"]);
  const {
    account = defaultAccount,
    namespace = account,
    storeUrl = true,
    responseTtlMs = 24 * 60 * 60 * 1000,
  } = options;
  for (const [option, name] of Object.entries({ account, namespace })) {
    const problem = accountProblem(name);
    if (problem !== undefined) throw new InvalidOptionError(option, problem);
  }
  if (typeof storeUrl !== "boolean") {
    throw new InvalidOptionError("storeUrl", "must be true or false.");
  }
  if (!Number.isSafeInteger(responseTtlMs) || responseTtlMs < 1 || responseTtlMs > longestTtlMs) {
    throw new InvalidOptionError(
      "responseTtlMs",
      `must be a whole number from 1 to ${longestTtlMs}.`,
    );
  }
  return { account, namespace, storeUrl, responseTtlMs };
}
