import type { SendToNode } from "./raw-connection.js";
import type { RedisConnection } from "./redis-client.js";

/** Identifies a warning. Stable, so programs can depend on it. */
export type RedisWarningCode =
  | "eviction"
  | "no-aof"
  | "aof-may-lose-a-second"
  | "aof-may-lose-more"
  | "failover"
  | "unchecked";

/** A server setting that can lose records, so that a change may be applied again or a call sent again. */
export interface RedisWarning {
  code: RedisWarningCode;
  /** The setting, its effect and the fix. */
  message: string;
}

/** What to check, and how to report it. */
export interface DurabilityCheck {
  /** What a lost record does, as a sentence. */
  effect: string;
  /** Whether to report servers that have replicas, because a failover can lose records. Defaults to false. */
  checksReplicas?: boolean | undefined;
}

/** Checks the settings of every primary. Rejects when one is unreachable. */
export async function checkDurability(
  connection: RedisConnection,
  options: DurabilityCheck,
): Promise<RedisWarning[]> {
  const nodes = await connection.nodes();
  const found = await Promise.all(nodes.map((send) => checkNode(send, options)));
  // The servers of a Cluster usually share their settings: report each warning once.
  const byMessage = new Map(found.flat().map((warning) => [warning.message, warning]));
  return [...byMessage.values()];
}

async function checkNode(
  send: SendToNode,
  { effect, checksReplicas = false }: DurabilityCheck,
): Promise<RedisWarning[]> {
  // INFO first: hosted servers often allow it but forbid CONFIG.
  const info = await callUnlessForbidden(() => send("INFO"));
  const facts = new Map(
    ((info ?? "") as string | Buffer)
      .toString()
      .split("\r\n")
      .map((line): [string, string] => [line.split(":")[0] ?? "", line.split(":")[1] ?? ""]),
  );
  return [
    ...checkEviction(facts.get("maxmemory_policy"), effect),
    ...(await checkPersistence(send, facts, effect)),
    ...(checksReplicas ? checkReplicas(facts.get("connected_slaves"), effect) : []),
  ];
}

function checkEviction(policy: string | undefined, effect: string): RedisWarning[] {
  if (policy === "noeviction") return [];
  if (policy === undefined) return [unchecked("maxmemory-policy", "noeviction", effect)];
  return [
    {
      code: "eviction",
      message: `maxmemory-policy is ${policy}: Redis may evict records when its memory is full. ${effect} Set it to noeviction.`,
    },
  ];
}

async function checkPersistence(
  send: SendToNode,
  facts: ReadonlyMap<string, string>,
  effect: string,
): Promise<RedisWarning[]> {
  const enabled = facts.get("aof_enabled");
  if (enabled === undefined) return [unchecked("appendonly", "yes", effect)];
  if (enabled === "0") {
    const message = `appendonly is no: a crash loses all records since the last snapshot, or all records. ${effect} Set appendonly to yes and appendfsync to always.`;
    return [{ code: "no-aof", message }];
  }
  const fsync = await readSetting(send, "appendfsync");
  if (fsync === undefined) return [unchecked("appendfsync", "always", effect)];
  if (fsync === "everysec") {
    const message = `appendfsync is everysec: a machine crash loses the records of about the last second. ${effect} Set it to always.`;
    return [{ code: "aof-may-lose-a-second", message }];
  }
  if (fsync !== "always") {
    const message = `appendfsync is ${fsync}: a machine crash loses the records of about the last 30 seconds. ${effect} Set it to always.`;
    return [{ code: "aof-may-lose-more", message }];
  }
  if ((await readSetting(send, "no-appendfsync-on-rewrite")) === "yes") {
    const message = `no-appendfsync-on-rewrite is yes: a machine crash while Redis rewrites its append-only file loses the records of about the last 30 seconds. ${effect} Set it to no.`;
    return [{ code: "aof-may-lose-more", message }];
  }
  return [];
}

async function readSetting(send: SendToNode, name: string): Promise<string | undefined> {
  const reply = await callUnlessForbidden(() => send("CONFIG", "GET", name));
  // An array in RESP2. A map in RESP3, which clients return as an object or a Map.
  if (Array.isArray(reply)) return reply[1] === undefined ? undefined : String(reply[1]);
  const entries =
    reply instanceof Map ? reply : new Map(Object.entries((reply ?? {}) as Record<string, string>));
  const value: unknown = entries.get(name);
  return value === undefined ? undefined : (value as string | Buffer).toString();
}

/** Returns undefined if the server forbids the command or does not know it. */
async function callUnlessForbidden(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && /^(?:ERR|NOPERM)\b/.test(error.message)) return undefined;
    throw error;
  }
}

function checkReplicas(count: string | undefined, effect: string): RedisWarning[] {
  // Without INFO, the other settings are reported as unchecked.
  if (count === undefined || count === "0") return [];
  const message = `replicas are connected: Redis acknowledges a write before they have it, so a failover can lose the last ones. ${effect} Use a journal in a SQL database.`;
  return [{ code: "failover", message }];
}

function unchecked(setting: string, wanted: string, effect: string): RedisWarning {
  const message = `${setting} could not be read; hosted servers often forbid it. Any value other than ${wanted} may lose records. ${effect} Check the setting with your provider.`;
  return { code: "unchecked", message };
}
