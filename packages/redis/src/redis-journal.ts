import {
  createJournal,
  InvalidOptionError,
  type Journal,
  type JournalOptions,
} from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { RedisWarning, RedisWarningCode } from "./check-durability.js";
import { journalPingScript } from "./journal-scripts.js";
import { pingServers } from "./ping.js";
import type { RedisClient } from "./raw-connection.js";
import { toConnection } from "./redis-client.js";
import { redisJournalStore } from "./redis-journal-store.js";
import { createDurabilityGuard } from "./durability-guard.js";
import { requireMs } from "./require-ms.js";

/** Options of `redisJournal`. */
export interface RedisJournalOptions extends JournalOptions {
  /** A client of ioredis or node-redis: single, Cluster or Sentinel. You connect and close it. */
  client: RedisClient;
  /** The prefix of every key. Accounts, and an inbox, can share it. Must not contain `{`. Defaults to `"numipay:"`. */
  prefix?: string | undefined;
  /**
   * How long to wait for Redis, in milliseconds. On timeout the call is not sent and throws a `JournalUnavailableError`. Defaults to
   * `5000`.
   */
  timeoutMs?: number | undefined;
  /**
   * The codes of the risks to accept. A call whose record is lost is sent again when it is repeated, so calls reject while a server can
   * lose records in a way that is not listed. Defaults to none.
   */
  acceptedRisks?: readonly RedisWarningCode[] | undefined;
}

/** A journal on Redis. */
export interface RedisJournal extends Journal {
  /**
   * Rejects with the reason when calls would fail: a server is unreachable, read-only or full, or can lose records. Writes and
   * deletes keys.
   */
  ping(): Promise<void>;
  /**
   * Checks the servers' settings and returns each one that can lose records, accepted or not. Rejects when a server is unreachable.
   */
  check(): Promise<RedisWarning[]>;
}

/**
 * Creates a journal on Redis, for any number of processes and machines. It is as durable as the server: see the README.
 *
 * @throws InvalidOptionError naming the option
 */
export function redisJournal(options: RedisJournalOptions): RedisJournal {
  const own = ["client", "prefix", "timeoutMs", "acceptedRisks"];
  checkKnownOptions(options, [...own, "account", "namespace", "storeUrl", "responseTtlMs"]);
  const { client, prefix = "numipay:", timeoutMs = 5000, acceptedRisks = [] } = options;
  requireMs("timeoutMs", timeoutMs);
  // The keys of an intent have a hash tag of their own.
  if (typeof prefix !== "string" || prefix === "" || prefix.includes("{")) {
    throw new InvalidOptionError("prefix", "must be a non-empty string without {.");
  }
  const connection = toConnection(client, timeoutMs);
  const { check, recheck, requireDurable } = createDurabilityGuard(connection, acceptedRisks);
  const { account, namespace, storeUrl, responseTtlMs } = options;
  const store = redisJournalStore(connection, { prefix, requireDurable });
  const pingKey = `${prefix}journal:{0}:ping`;
  const pingKeys = [pingKey, `${pingKey}-response`, `${pingKey}-list`] as const;
  return {
    ...createJournal(store, { account, namespace, storeUrl, responseTtlMs }),
    async ping() {
      await pingServers(connection, journalPingScript, pingKeys);
      await recheck();
    },
    check,
  };
}
