import { InvalidOptionError } from "@numipay/core";
import { checkDurability, type RedisWarning, type RedisWarningCode } from "./check-durability.js";
import type { RedisConnection } from "./redis-client.js";

const codes: readonly RedisWarningCode[] = [
  "eviction",
  "no-aof",
  "aof-may-lose-a-second",
  "aof-may-lose-more",
  "failover",
  "unchecked",
];

/** After a failover, another server may have other settings. */
const validForMs = 60_000;

/** Checks whether the servers keep the records of a journal. */
export interface DurabilityGuard {
  /** Checks the servers' settings and returns every risk, accepted or not. */
  check: () => Promise<RedisWarning[]>;
  /** Checks the settings, and rejects with the setting if there is a risk that was not accepted. */
  recheck: () => Promise<void>;
  /** Does the same, unless the last check passed within a minute. */
  requireDurable: () => Promise<void>;
}

/**
 * Creates a guard that rejects calls on a server that can lose records: an inbox could apply a change again, which a handler can
 * detect, but a payment that is sent again is paid again.
 *
 * @throws InvalidOptionError when `acceptedRisks` is invalid
 */
export function createDurabilityGuard(
  connection: RedisConnection,
  acceptedRisks: readonly RedisWarningCode[],
): DurabilityGuard {
  if (!Array.isArray(acceptedRisks) || !acceptedRisks.every((code) => codes.includes(code))) {
    throw new InvalidOptionError("acceptedRisks", `must be a list of ${codes.join(", ")}.`);
  }
  let checking: Promise<void> | undefined;
  let checkedAtMs = 0;

  const check = (): Promise<RedisWarning[]> =>
    checkDurability(connection, {
      effect: "A call whose record is lost is sent again when it is repeated.",
      checksReplicas: true,
    });

  async function rejectRisks(): Promise<void> {
    const risk = (await check()).find(({ code }) => !acceptedRisks.includes(code));
    if (risk === undefined) return;
    throw new Error(`${risk.message} To accept this risk, add "${risk.code}" to acceptedRisks.`);
  }

  async function recheck(): Promise<void> {
    checkedAtMs = performance.now();
    checking = rejectRisks();
    try {
      await checking;
    } catch (error) {
      checking = undefined;
      throw error;
    }
  }

  return {
    check,
    recheck,
    requireDurable() {
      const isRecent = performance.now() - checkedAtMs < validForMs;
      return checking !== undefined && isRecent ? checking : recheck();
    },
  };
}
