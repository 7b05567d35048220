import { hash, randomBytes } from "node:crypto";
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
  const nextMark = createMarks();
  const leaseMicros = String(leaseMs * 1000);
  const notesKey = `${prefix}conflicts`;
  const marksKey = `${prefix}marks`;
  // Of changes that were let through. Preparing them takes longest on this side: `complete` needs what `claim` made.
  const prepared = new WeakMap<Change, PreparedChange>();

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

  /** Looks only, where there is no mark. */
  function runClaim({ key, status, rank, digest }: PreparedChange, mark: string): Promise<unknown> {
    const args = [status, rank, digest, mark, leaseMicros];
    // A claim that comes true after the delivery was refused would keep the next one out until its lease ends.
    const onLate = (reply: unknown): void => {
      const { state, number } = readClaim(reply);
      if (state === "new" && mark !== "") runRelease(key, number).catch(() => {});
    };
    return runScript(connection, claimScript, { key, args, onLate });
  }

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
      return { state, lease: { fence: number, contradicts, tx: undefined } };
    },
    async complete(change, { fence }) {
      const { key, status, rank, digest } = prepared.get(change) ?? prepareChange(change, prefix);
      const args = [String(fence), status, rank, `${nextMark()} ${digest}`];
      const reply = await runScript(connection, completeScript, { key, args });
      return Number(reply) === 1;
    },
    release: (change, { fence }) => runRelease(prepareKey(change, prefix), fence),
    async look(change) {
      return readClaim(await runClaim(prepareChange(change, prefix), "")).state;
    },
    async ping() {
      const nodes = await connection.nodes();
      await Promise.all(nodes.map((send) => send("PING")));
    },
    marks: {
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
    check,
    conflicts: () => readConflicts(connection, notesKey),
  };
}

/** What the claim's script says: a fence, or the time of a conflict, and the final status that is contradicted. */
function readClaim(reply: unknown): {
  state: Claim<undefined>["state"];
  number: number;
  contradicts: string | undefined;
} {
  if (Array.isArray(reply)) {
    const [state, number, contradicts = ""] = reply.map(String);
    return {
      state: toState(state),
      number: Number(number),
      contradicts: fromPlainText(contradicts),
    };
  }
  // Clients can be set to hand out integers as text.
  const fence = Number(reply);
  return { state: fence > 0 ? "new" : toState(reply), number: fence, contradicts: undefined };
}

/** Throws where a client hands out nothing: that lets no change through. */
function toState(reply: unknown): Claim<undefined>["state"] {
  return (reply as string | Buffer).toString() as Claim<undefined>["state"];
}

/** A change as the scripts take it. */
interface PreparedChange {
  key: string;
  status: string;
  /** Empty where the status is unknown. */
  rank: string;
  /** Instead of the content: records stay for good, and customers' data need not. */
  digest: string;
}

function prepareChange(change: Change, prefix: string): PreparedChange {
  return {
    key: prepareKey(change, prefix),
    status: toPlainText(change.status),
    rank: change.rank === undefined ? "" : String(change.rank),
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

/** Text as JSON escapes it: what UTF-8 cannot hold, such as half a surrogate pair, would fall together in Redis. */
function toPlainText(text: string): string {
  return isPlain.test(text) ? text : JSON.stringify(text).slice(1, -1);
}

/** Printable ASCII but quote and backslash: JSON leaves it as it is. */
const isPlain = /^[ !#-[\]-~]*$/;

function fromPlainText(plain: string): string | undefined {
  return plain === "" ? undefined : (JSON.parse(`"${plain}"`) as string);
}

function printWarning({ message }: RedisWarning): void {
  console.warn(`numipay: Redis: ${message}`);
}

function requireCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidOptionError(option, "must be a whole number of at least 1.");
  }
}
