import type { JournalOptions } from "@numipay/core";

/** The time limits of a journal. */
export interface JournalLimitOptions {
  /**
   * How long a call waits for a connection before it throws, in milliseconds. It is not sent then. Defaults to `5000`. The `timeoutMs` of
   * the call also applies.
   */
  acquireTimeoutMs?: number | undefined;
  /** How long the journal waits for one of its statements before it closes the connection, in milliseconds. Defaults to `5000`. */
  statementTimeoutMs?: number | undefined;
}

/** Every option that the journals of all databases have. */
export const journalOptionNames = [
  "account",
  "namespace",
  "storeUrl",
  "responseTtlMs",
  "acquireTimeoutMs",
  "statementTimeoutMs",
] as const satisfies readonly (keyof JournalOptions | keyof JournalLimitOptions)[];

/** The options of the core's journal among those of an entry. */
export function toCoreOptions({
  account,
  namespace,
  storeUrl,
  responseTtlMs,
}: JournalOptions): JournalOptions {
  return { account, namespace, storeUrl, responseTtlMs };
}
