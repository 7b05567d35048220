import { hash } from "node:crypto";
import {
  type AccountMethods,
  type AccountStore,
  type Change,
  type Claim,
  createAccountMethods,
  createInboxReads,
  type Inbox,
  type InboxCheckpoints,
  type InboxReads,
  InvalidOptionError,
  type Lease,
  type UnreadableStore,
} from "@numipay/core";
import {
  checkKnownOptions,
  notify,
  type NumipayLogger,
  toLog,
  toPrintable,
} from "@numipay/core/protocol";
import { createCallIds } from "./call-ids.js";
import { checkDurability, type RedisWarning } from "./check-durability.js";
import { readClaim, readPeek } from "./claim-reply.js";
import { recordConflict } from "./conflicts.js";
import { claimScript, completeScript, releaseScript, renewScript } from "./inbox-scripts.js";
import { createLeaseRenewal } from "./lease-renewal.js";
import { escapeText } from "./escape-text.js";
import { redisAccounts } from "./redis-accounts.js";
import { redisCheckpoints } from "./redis-checkpoints.js";
import { inboxPingScript, pingServers } from "./ping.js";
import type { RedisClient } from "./raw-connection.js";
import { toConnection } from "./redis-client.js";
import { redisRecords } from "./redis-records.js";
import { requireMs } from "./require-ms.js";
import { toRecord } from "./stored-record.js";
import { redisUnreadable } from "./redis-unreadable.js";
import { runScript } from "./run-script.js";

/** Options of `redisInbox`. */
export interface RedisInboxOptions {
  /** A client of ioredis or node-redis: single, Cluster or Sentinel. You connect and close it. */
  client: RedisClient;
  /** The prefix of every key. Accounts can share it. Defaults to `"numipay:"`. */
  prefix?: string | undefined;
  /**
   * How long a claim lasts without renewal, in milliseconds. After that, another process takes over. Claims are renewed while
   * handlers run, so it may be shorter than a handler takes. Defaults to `30000`.
   */
  leaseMs?: number | undefined;
  /**
   * How long to wait for Redis, in milliseconds. On timeout the delivery gets a 503 and the gateway retries it. Defaults to
   * `5000`.
   */
  timeoutMs?: number | undefined;
  /**
   * Called with each server setting that can lose records. Not awaited; an error is logged. Defaults to a function that logs to
   * `logger`.
   */
  onWarning?: ((warning: RedisWarning) => unknown) | undefined;
  /** Where warnings go unless `onWarning` is set: pino, winston, or a logger with the console's `error` and `warn`. Defaults to the console. */
  logger?: NumipayLogger | undefined;
}

/** An inbox on Redis. */
export interface RedisInbox
  extends Omit<Inbox, keyof AccountMethods | keyof InboxReads>, AccountMethods, InboxReads {
  abandon(change: Change, lease: Lease<undefined>): void;
  peek(change: Change): Promise<Claim<undefined>["state"] | "unhandled">;
  peekMany(changes: readonly Change[]): Promise<(Claim<undefined>["state"] | "unhandled")[]>;
  /** Rejects with the reason when deliveries would fail: a server is unreachable, read-only or full. Writes and deletes a key. */
  ping(): Promise<void>;
  checkpoints: InboxCheckpoints;
  accounts: AccountStore;
  /** Stores signed deliveries that the contract cannot read. */
  unreadable: UnreadableStore;
  /**
   * Checks the servers' settings. Calls `onWarning` for each one that can lose records and returns the warnings. Runs
   * automatically at the first claim. Rejects when a server is unreachable.
   */
  check(): Promise<RedisWarning[]>;
}

/**
 * Creates an inbox on Redis, for any number of processes and machines. It applies each change at least once, and one change of
 * a transaction at a time. See the README for exactly-once processing.
 *
 * @throws InvalidOptionError naming the option
 */
export function redisInbox(options: RedisInboxOptions): RedisInbox {
  checkKnownOptions(options, ["client", "prefix", "leaseMs", "timeoutMs", "onWarning", "logger"]);
  const { client, prefix = "numipay:", leaseMs = 30_000, timeoutMs = 5000 } = options;
  const { logger = console } = options;
  const logWarning = createWarningLog(logger);
  const { onWarning = logWarning } = options;
  requireMs("leaseMs", leaseMs);
  requireMs("timeoutMs", timeoutMs);
  if (typeof prefix !== "string" || prefix === "") {
    throw new InvalidOptionError("prefix", "must be a non-empty string.");
  }
  if (typeof onWarning !== "function") {
    throw new InvalidOptionError("onWarning", "must be a function.");
  }
  const connection = toConnection(client, timeoutMs);
  const nextCallId = createCallIds();
  let completions = 0;
  const leaseMicros = String(leaseMs * 1000);
  const conflictsKey = `${prefix}conflicts`;
  const accounts = redisAccounts(connection, `${prefix}accounts`);
  const checkpoints = redisCheckpoints(connection, `${prefix}marks`);
  const records = redisRecords(connection, { prefix: `${prefix}tx:`, conflictsKey });
  // Hashing the content is the slowest part of a call, so `complete` reuses the result of `claim`.
  const prepared = new WeakMap<Change, PreparedChange>();

  let isChecked = false;
  async function check(): Promise<RedisWarning[]> {
    const warnings = await checkDurability(connection, {
      effect: "A change whose record is lost can be applied again.",
    });
    isChecked = true;
    for (const warning of warnings) notify("onWarning", onWarning, warning);
    return warnings;
  }

  let checking: Promise<unknown> | undefined;
  /** Runs beside the claim. If it fails, the next claim runs it again. */
  function checkOnce(): void {
    if (isChecked || checking !== undefined) return;
    const reset = (): void => {
      checking = undefined;
    };
    checking = check().then(reset, reset);
  }

  /** An empty `callId` only peeks. */
  function runClaim(ours: PreparedChange, callId: string): Promise<unknown> {
    const { key, status, rank, digest, isHandled } = ours;
    const args = [status, rank, digest, callId, leaseMicros, isHandled ? "1" : "0"];
    // A claim granted after the timeout would block the next delivery until its lease expires.
    const onLate = (reply: unknown): void => {
      const { state, number } = readClaim(reply);
      if (state === "new" && callId !== "") runRelease(key, number).catch(() => {});
    };
    return runScript(connection, claimScript, { key, args, onLate });
  }

  const renewal = createLeaseRenewal(leaseMs, async (key, token) => {
    const args = [String(token), leaseMicros];
    return Number(await runScript(connection, renewScript, { key, args })) === 1;
  });

  async function runRelease(key: string, token: number): Promise<void> {
    await runScript(connection, releaseScript, { key, args: [String(token)] });
  }

  const peek = async (change: Change): Promise<Claim<undefined>["state"] | "unhandled"> =>
    readPeek(await runClaim(prepareChange(change, prefix), ""));

  return {
    async claim(change) {
      checkOnce();
      const ours = prepareChange(change, prefix);
      const { state, number, contradicts } = readClaim(await runClaim(ours, nextCallId()));
      if (state === "conflict") {
        const found = { digest: ours.digest, micros: number };
        await recordConflict(connection, conflictsKey, change, found);
      }
      if (state !== "new") return { state };
      prepared.set(change, ours);
      renewal.begin(ours.key, number);
      return { state, lease: { fencingToken: number, contradicts, tx: undefined } };
    },
    async complete(change, { fencingToken }) {
      const ours = prepared.get(change) ?? prepareChange(change, prefix);
      const { key, status, rank, digest, isHandled } = ours;
      renewal.end(key, fencingToken);
      completions += 1;
      const record = toRecord({ isHandled, fencingToken, call: completions, digest });
      const args = [String(fencingToken), status, rank, record];
      const reply = await runScript(connection, completeScript, { key, args });
      return Number(reply) === 1;
    },
    release(change, { fencingToken }) {
      const key = prepareKey(change, prefix);
      renewal.end(key, fencingToken);
      return runRelease(key, fencingToken);
    },
    abandon(change, { fencingToken }) {
      renewal.end(prepareKey(change, prefix), fencingToken);
    },
    peek,
    // The clients send them without waiting for each other.
    peekMany: (changes) => Promise.all(changes.map(peek)),
    ping: () => pingServers(connection, inboxPingScript, [`${prefix}ping`]),
    checkpoints,
    accounts,
    unreadable: redisUnreadable(connection, `${prefix}unreadable`),
    ...createAccountMethods(accounts),
    ...createInboxReads(records, accounts, checkpoints),
    check,
  };
}

/** A change as script arguments. */
interface PreparedChange {
  key: string;
  status: string;
  /** Empty for an unknown status. */
  rank: string;
  isHandled: boolean;
  /** A hash of the content. Records never expire, so they must not contain customer data. */
  digest: string;
}

function prepareChange(change: Change, prefix: string): PreparedChange {
  return {
    key: prepareKey(change, prefix),
    status: escapeText(change.status),
    rank: change.rank === undefined ? "" : String(change.rank),
    isHandled: change.isHandled,
    digest: hash("sha256", change.content, "base64url"),
  };
}

function prepareKey({ transactionKey }: Change, prefix: string): string {
  return `${prefix}tx:${escapeText(transactionKey)}`;
}

/** Creates the default `onWarning`. */
function createWarningLog(logger: NumipayLogger): (warning: RedisWarning) => void {
  const log = toLog(logger);
  return ({ message }) => log.warn(`Redis: ${toPrintable(message, 1_000)}`);
}
