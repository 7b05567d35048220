import type {
  IntentClaim,
  IntentKey,
  IntentLease,
  IntentResult,
  JournalStore,
} from "@numipay/core";
import { createCallIds } from "./call-ids.js";
import { type JournalKeys, toJournalKeys } from "./journal-keys.js";
import { readList, readRecorded, toContent } from "./journal-record.js";
import { claimScript, completeScript, readScript } from "./journal-scripts.js";
import { listUnresolved, type ReadIntent } from "./list-unresolved.js";
import type { RedisConnection } from "./redis-client.js";
import { runScript, type Script } from "./run-script.js";

/** What a claim recorded, to record it again if the server loses it. */
type Claimed = [content: string, recordedMicros: string, attempts: string];

/** How a claim ends. */
interface Completion {
  token: string;
  result: IntentResult;
  claimed: Claimed | undefined;
}

/**
 * Stores intents in Redis.
 *
 * @param requireDurable rejects while the servers can lose records; called before each claim
 */
export function redisJournalStore(
  connection: RedisConnection,
  { prefix, requireDurable }: { prefix: string; requireDurable: () => Promise<void> },
): JournalStore {
  const nextCallId = createCallIds();
  const claims = new WeakMap<IntentLease, Claimed>();

  function run(
    script: Script,
    { record, response, list }: JournalKeys,
    args: string[],
    onLate?: (reply: unknown) => void,
  ): Promise<unknown> {
    const otherKeys = [response, list];
    return runScript(connection, script, { key: record, otherKeys, args, onLate });
  }

  async function complete(
    keys: JournalKeys,
    { token, result, claimed = ["", "", ""] }: Completion,
  ): Promise<boolean> {
    const { state, response = "", responseExpiresAt = "" } = result;
    const expiresMs = responseExpiresAt === "" ? "" : String(Date.parse(responseExpiresAt));
    const ends = [response, responseExpiresAt, expiresMs];
    const args = [token, nextCallId(), state, ...ends, keys.member, ...claimed];
    return Number(await run(completeScript, keys, args)) === 1;
  }

  /** Ends a claim that was granted after its timeout. Its call was rejected, so nothing was sent. */
  async function giveBack(keys: JournalKeys, reply: unknown): Promise<void> {
    const [granted, token = ""] = readList(reply);
    if (token === "") return;
    const state = granted === "new" ? "refused" : granted === "queued" ? granted : "unknown";
    await complete(keys, { token, result: { state }, claimed: undefined });
  }

  async function read(key: IntentKey): Promise<ReadIntent | undefined> {
    const reply = await run(readScript, toJournalKeys(prefix, key), []);
    const [held, , ...fields] = readList(reply);
    if (held === undefined) return undefined;
    return { recorded: readRecorded(key, fields), isHeld: held === "held" };
  }

  return {
    async claim(intent, leaseMs): Promise<IntentClaim> {
      await requireDurable();
      const keys = toJournalKeys(prefix, intent);
      const content = toContent(intent);
      const args = [content, nextCallId(), String(leaseMs * 1000), keys.member];
      const onLate = (late: unknown): void => {
        giveBack(keys, late).catch(() => undefined);
      };
      const reply = await run(claimScript, keys, args, onLate);
      const [state, token = "", ...fields] = readList(reply);
      const lease = { fencingToken: Number(token) };
      if (state === "new") {
        claims.set(lease, [content, token, "1"]);
        return { state, lease };
      }
      const recorded = readRecorded(intent, fields);
      if (state === "confirmed" || state === "in-progress") return { state, recorded };
      const [stored = "", , micros = "", attempts = ""] = fields;
      claims.set(lease, [stored, micros, attempts]);
      if (state === "queued") return { state: "new", lease, recorded };
      if (state === "unclear") return { state, lease, recorded };
      throw new Error("Redis returned an unknown reply to a claim.");
    },
    complete: (key, lease, result) =>
      complete(toJournalKeys(prefix, key), {
        token: String(lease.fencingToken),
        result,
        claimed: claims.get(lease),
      }),
    read: async (key) => (await read(key))?.recorded,
    unresolved: (account, after) => listUnresolved({ connection, prefix, read }, account, after),
  };
}
