import { InvalidOptionError } from "@numipay/core";
import { isClient, type RedisConnectionSource } from "./redis-link.js";
import { defaultQueueName } from "./webhook-job.js";

/** The location of a queue that is checked. */
interface CheckedPlace {
  connection: RedisConnectionSource;
  name?: string | undefined;
  prefix?: string | undefined;
}

/** The settings of a connection that BullMQ cannot work with. */
interface CheckedSettings {
  url?: unknown;
  keyPrefix?: unknown;
  maxRetriesPerRequest?: unknown;
  redisOptions?: CheckedSettings;
}

/**
 * Checks for settings with which BullMQ accepts events and does not process them.
 *
 * @throws InvalidOptionError naming the option
 */
export function checkConnection({ connection, name, prefix }: CheckedPlace): void {
  const settings = readSettings(connection);
  if (hasKeyPrefix(settings) || (settings.redisOptions && hasKeyPrefix(settings.redisOptions))) {
    throw new InvalidOptionError(
      "connection",
      "must not have a keyPrefix, because BullMQ's scripts do not add it to every key. Use the option prefix instead.",
    );
  }
  const key = `${prefix ?? "bull"}:${name ?? defaultQueueName}:`;
  if ((connection as { isCluster?: unknown }).isCluster === true && !/^[^{]*\{[^}]+\}/.test(key)) {
    throw new InvalidOptionError(
      "prefix",
      'must contain a hash tag on a Redis Cluster, which keeps the keys of the queue on one server: prefix: "{bull}". Use the ' +
        "same prefix for the queue and its workers.",
    );
  }
}

/**
 * Checks a client that a worker waits for events with.
 *
 * @throws InvalidOptionError naming the option
 */
export function checkBlocking(connection: RedisConnectionSource): void {
  if (!isClient(connection)) return;
  const { redisOptions, ...settings } = readSettings(connection);
  // A Cluster has the setting of its servers' connections.
  if (!(redisOptions ?? settings).maxRetriesPerRequest) return;
  throw new InvalidOptionError(
    "connection",
    "must be a client with maxRetriesPerRequest: null, because a worker waits for events as long as there are none.",
  );
}

function readSettings(connection: RedisConnectionSource): CheckedSettings {
  const settings = isClient(connection)
    ? (connection as { options?: CheckedSettings }).options
    : (connection as CheckedSettings);
  return settings ?? {};
}

function hasKeyPrefix({ keyPrefix, url }: CheckedSettings): boolean {
  // ioredis reads settings from the query of a URL.
  return Boolean(keyPrefix) || (typeof url === "string" && /[?&]keyPrefix=[^&]/.test(url));
}
