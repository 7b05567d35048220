import { createHash, randomUUID } from "node:crypto";
import {
  type Change,
  type Claim,
  type Inbox,
  type InboxMarks,
  InvalidOptionError,
} from "@numipay/core";
import { checkDurability, type RedisWarning } from "./check-durability.js";
import { type NotedConflict, noteConflict, readConflicts } from "./conflict-notes.js";
import { claimScript, completeScript, releaseScript } from "./inbox-scripts.js";
import { type RedisClient, toConnection } from "./redis-client.js";
import { runScript } from "./run-script.js";

/** Options of `redisInbox`. */
export interface RedisInboxOptions {
  /** A client of ioredis or node-redis, single or Cluster. Who made it connects and closes it. */
  client: RedisClient;
  /** What every key begins with: one for each merchant account. `numipay:` where not given. */
  prefix?: string | undefined;
  /**
   * Milliseconds after which a claim that was neither completed nor released may be taken over: longer than the slowest
   * handler. 60,000 where not given.
   */
  leaseMs?: number | undefined;
  /** Milliseconds to wait for an answer of Redis; then the delivery is refused and comes again. 5,000 where not given. */
  timeoutMs?: number | undefined;
  /** Told of settings of the server that can lose records. Prints to the console where not given. */
  onWarning?: ((warning: RedisWarning) => void) | undefined;
}

/** An inbox on Redis. */
export interface RedisInbox extends Inbox {
  look(change: Change): Promise<Claim<undefined>["state"]>;
  ping(): Promise<void>;
  marks: InboxMarks;
  /**
   * Looks at the servers' settings, tells `onWarning` of those that can lose records, and returns the same. The first claim
   * does it by itself. Rejects when a server cannot be reached.
   */
  check(): Promise<RedisWarning[]>;
  /** The changes that came again with other content, the oldest first. */
  conflicts(): Promise<NotedConflict[]>;
}

/**
 * An inbox on Redis, for any number of processes and machines. It applies each change at least once, and lets one holder of
 * a transaction through at a time; the page of the package says what it takes to make that once.
 *
 * @throws InvalidOptionError
 */
export function redisInbox(options: RedisInboxOptions): RedisInbox {
  const { client, prefix = "numipay:", leaseMs = 60_000, timeoutMs = 5000 } = options;
  const { onWarning = printWarning } = options;
  requireCount("leaseMs", leaseMs);
  requireCount("timeoutMs", timeoutMs);
  if (typeof prefix !== "string" || prefix === "") {
    throw new InvalidOptionError("prefix", "must be a text that every key begins with.");
  }
  const connection = toConnection(client, timeoutMs);
  const leaseMicros = String(leaseMs * 1000);
  const notesKey = `${prefix}conflicts`;
  const marksKey = `${prefix}marks`;
  const keyOf = (change: Change): string => `${prefix}tx:${change.transactionKey}`;

  let isChecked = false;
  async function check(): Promise<RedisWarning[]> {
    const warnings = await checkDurability(connection);
    isChecked = true;
    for (const warning of warnings) onWarning(warning);
    return warnings;
  }

  let checking: Promise<unknown> | undefined;
  /** Beside the claim, which does not wait for it. A server that could not be asked is asked again at the next claim. */
  function checkOnce(): void {
    if (isChecked || checking !== undefined) return;
    const forget = (): void => {
      checking = undefined;
    };
    checking = check().then(forget, forget);
  }

  /** Asks for a change; with an empty mark it only looks. */
  async function ask(change: Change, digest: string, mark: string): Promise<string[]> {
    const { status, rank } = change;
    const args = [status, toRankText(rank), digest, mark, leaseMicros];
    const reply = await runScript(connection, claimScript, keyOf(change), args);
    return (reply as unknown[]).map(String);
  }

  return {
    async claim(change) {
      checkOnce();
      const digest = toDigest(change.content);
      const [state, number, contradicts] = await ask(change, digest, randomUUID());
      if (state === "conflict") {
        await noteConflict(connection, notesKey, change, { digest, micros: Number(number) });
      }
      if (state !== "new") return { state } as Claim<undefined>;
      const lease = { fence: Number(number), contradicts: contradicts || undefined, tx: undefined };
      return { state, lease };
    },
    async complete(change, { fence }) {
      const digest = toDigest(change.content);
      const args = [String(fence), change.status, toRankText(change.rank), digest];
      return Number(await runScript(connection, completeScript, keyOf(change), args)) === 1;
    },
    async release(change, { fence }) {
      await runScript(connection, releaseScript, keyOf(change), [String(fence)]);
    },
    async look(change) {
      const [state] = await ask(change, toDigest(change.content), "");
      return state as Claim<undefined>["state"];
    },
    async ping() {
      const nodes = await connection.nodes();
      await Promise.all(nodes.map((send) => send("PING")));
    },
    marks: {
      async read(name) {
        const value = await connection.send(marksKey, "HGET", marksKey, name);
        return value === null || value === undefined ? undefined : String(value);
      },
      async write(name, value) {
        await connection.send(marksKey, "HSET", marksKey, name, value);
      },
    },
    check,
    conflicts: () => readConflicts(connection, notesKey),
  };
}

/** A hash instead of the content: records stay for good, and customers' data need not. */
function toDigest(content: string): string {
  return createHash("sha256").update(content).digest("base64url");
}

/** An unknown status has no rank. */
function toRankText(rank: Change["rank"]): string {
  return rank === undefined ? "" : String(rank);
}

function printWarning({ message }: RedisWarning): void {
  console.warn(`numipay: Redis: ${message}`);
}

function requireCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidOptionError(option, "must be a whole number of at least 1.");
  }
}
