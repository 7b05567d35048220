import { hash, randomBytes } from "node:crypto";
import {
  type AccountMethods,
  type AccountStore,
  type Change,
  type Claim,
  createAccountMethods,
  type Inbox,
  type InboxCheckpoints,
  InvalidOptionError,
  type Lease,
  type UnreadableStore,
} from "@numipay/core";
import { notify, toPrintable } from "@numipay/core/protocol";
import { checkDurability, type RedisWarning } from "./check-durability.js";
import { readClaim, readLook } from "./claim-reply.js";
import { type RecordedConflict, noteConflict, readConflicts } from "./conflict-notes.js";
import { claimScript, completeScript, releaseScript, renewScript } from "./inbox-scripts.js";
import { createLeaseRenewal } from "./lease-renewal.js";
import { toPlainText } from "./plain-text.js";
import { redisAccounts } from "./redis-accounts.js";
import { type RedisClient, toConnection } from "./redis-client.js";
import { redisUnreadable } from "./redis-unreadable.js";
import { runScript } from "./run-script.js";

/** Options of `redisInbox`. */
export interface RedisInboxOptions {
  /** A client of ioredis or node-redis, single or Cluster. Who made it connects and closes it. */
  client: RedisClient;
  /** What every key begins with. Defaults to `numipay:`. Accounts that share it are kept apart by the webhook's `account`. */
  prefix?: string | undefined;
  /**
   * How long until another process may take over a claim after this one died or stopped, in milliseconds. A claim is renewed
   * while its handlers run, so it may be shorter than they take. Defaults to `30000`.
   */
  leaseMs?: number | undefined;
  /** Milliseconds to wait for an answer of Redis; then the delivery is refused and comes again. 5,000 where not given. */
  timeoutMs?: number | undefined;
  /**
   * Called with each setting of the server that can lose records. It may be async and is not awaited; an error of it is logged
   * and affects nothing. By default, warnings are printed to the console.
   */
  onWarning?: ((warning: RedisWarning) => unknown) | undefined;
}

/** An inbox on Redis. */
export interface RedisInbox extends Omit<Inbox, keyof AccountMethods>, AccountMethods {
  abandon(change: Change, lease: Lease<undefined>): void;
  peek(change: Change): Promise<Claim<undefined>["state"] | "unhandled">;
  ping(): Promise<void>;
  checkpoints: InboxCheckpoints;
  accounts: AccountStore;
  /** Rightly signed deliveries that are no transaction by the contract. */
  unreadable: UnreadableStore;
  /**
   * Looks at the servers' settings, tells `onWarning` of those that can lose records, and returns the same. The first claim
   * does it by itself. Rejects when a server cannot be reached.
   */
  check(): Promise<RedisWarning[]>;
  /** The changes that came again with other content, the oldest first. */
  conflicts(): Promise<RecordedConflict[]>;
}

/**
 * An inbox on Redis, for any number of processes and machines. It applies each change at least once, and lets one holder of
 * a transaction through at a time; the page of the package says what it takes to make that once.
 *
 * @throws InvalidOptionError
 */
export function redisInbox(options: RedisInboxOptions): RedisInbox {
  const { client, prefix = "numipay:", leaseMs = 30_000, timeoutMs = 5000 } = options;
  const { onWarning = printWarning } = options;
  requireMs("leaseMs", leaseMs);
  requireMs("timeoutMs", timeoutMs);
  if (typeof prefix !== "string" || prefix === "") {
    throw new InvalidOptionError("prefix", "must be a text that every key begins with.");
  }
  if (typeof onWarning !== "function") {
    throw new InvalidOptionError("onWarning", "must be a function.");
  }
  const connection = toConnection(client, timeoutMs);
  const nextMark = createMarks();
  const leaseMicros = String(leaseMs * 1000);
  const notesKey = `${prefix}conflicts`;
  const marksKey = `${prefix}marks`;
  const accounts = redisAccounts(connection, `${prefix}accounts`);
  // Of changes that were let through. Preparing them takes longest on this side: `complete` needs what `claim` made.
  const prepared = new WeakMap<Change, PreparedChange>();

  let isChecked = false;
  async function check(): Promise<RedisWarning[]> {
    const warnings = await checkDurability(connection);
    isChecked = true;
    for (const warning of warnings) notify("onWarning", onWarning, warning);
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

  /** Looks only, where there is no mark. */
  function runClaim(ours: PreparedChange, mark: string): Promise<unknown> {
    const { key, status, rank, digest, isHandled } = ours;
    const args = [status, rank, digest, mark, leaseMicros, isHandled ? "1" : "0"];
    // A claim that comes true after the delivery was refused would keep the next one out until its lease ends.
    const onLate = (reply: unknown): void => {
      const { state, number } = readClaim(reply);
      if (state === "new" && mark !== "") runRelease(key, number).catch(() => {});
    };
    return runScript(connection, claimScript, { key, args, onLate });
  }

  const renewal = createLeaseRenewal(leaseMs, async (key, fence) => {
    const args = [String(fence), leaseMicros];
    return Number(await runScript(connection, renewScript, { key, args })) === 1;
  });

  async function runRelease(key: string, fence: number): Promise<void> {
    await runScript(connection, releaseScript, { key, args: [String(fence)] });
  }

  return {
    async claim(change) {
      checkOnce();
      const ours = prepareChange(change, prefix);
      const { state, number, contradicts } = readClaim(await runClaim(ours, nextMark()));
      if (state === "conflict") {
        await noteConflict(connection, notesKey, change, { digest: ours.digest, micros: number });
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
      const record = `${isHandled ? "" : "~"}${nextMark()} ${digest}`;
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
    async peek(change) {
      return readLook(await runClaim(prepareChange(change, prefix), ""));
    },
    async ping() {
      const nodes = await connection.nodes();
      await Promise.all(nodes.map((send) => send("PING")));
    },
    checkpoints: {
      async read(name) {
        const value = await connection.send(marksKey, ["HGET", marksKey, name]);
        return value === null || value === undefined
          ? undefined
          : (value as string | Buffer).toString();
      },
      async write(name, value) {
        await connection.send(marksKey, ["HSET", marksKey, name, value]);
      },
    },
    accounts,
    unreadable: redisUnreadable(connection, `${prefix}unreadable`),
    ...createAccountMethods(accounts),
    check,
    conflicts: () => readConflicts(connection, notesKey),
  };
}

/** A change as the scripts take it. */
interface PreparedChange {
  key: string;
  status: string;
  /** Empty where the status is unknown. */
  rank: string;
  isHandled: boolean;
  /** Instead of the content: records stay for good, and customers' data need not. */
  digest: string;
}

function prepareChange(change: Change, prefix: string): PreparedChange {
  return {
    key: prepareKey(change, prefix),
    status: toPlainText(change.status),
    rank: change.rank === undefined ? "" : String(change.rank),
    isHandled: change.isHandled,
    digest: hash("sha256", change.content, "base64url"),
  };
}

function prepareKey({ transactionKey }: Change, prefix: string): string {
  return `${prefix}tx:${toPlainText(transactionKey)}`;
}

/**
 * Tells a call from every other of every process. Random bytes are drawn once: for each call they would take longer than
 * all the rest.
 */
function createMarks(): () => string {
  const inbox = randomBytes(9).toString("base64url");
  let calls = 0;
  return () => {
    calls += 1;
    return inbox + calls.toString(36);
  };
}

function printWarning({ message }: RedisWarning): void {
  console.warn(`numipay: Redis: ${toPrintable(message, 1_000)}`);
}

/** The longest that a timer can wait; past it `setTimeout` fires at once. */
const longestTimer = 2_147_483_647;

function requireMs(option: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= longestTimer) return;
  throw new InvalidOptionError(option, `must be whole milliseconds, 1 to ${longestTimer}.`);
}
