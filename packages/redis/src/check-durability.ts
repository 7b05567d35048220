import type { RedisConnection, SendToNode } from "./redis-client.js";

/** What a server's settings can do to the records; stable, for programs. */
export type RedisWarningCode =
  | "eviction"
  | "no-aof"
  | "aof-may-lose-a-second"
  | "aof-may-lose-more"
  | "unchecked";

/** A setting of a server under which a change may be applied again. */
export interface RedisWarning {
  code: RedisWarningCode;
  /** What is set, what it means, and what to do about it. */
  message: string;
}

const meaning = "What is lost so can be applied again when the gateway repeats it.";

/** Looks at the settings of every server that takes writes. Rejects when one cannot be reached. */
export async function checkDurability(connection: RedisConnection): Promise<RedisWarning[]> {
  const found = await Promise.all((await connection.nodes()).map(checkNode));
  // The servers of a Cluster are mostly set alike: one warning for all of them.
  const byMessage = new Map(found.flat().map((warning) => [warning.message, warning]));
  return [...byMessage.values()];
}

async function checkNode(send: SendToNode): Promise<RedisWarning[]> {
  // INFO first: hosted servers answer it where they refuse CONFIG.
  const info = await askUnlessRefused(() => send("INFO"));
  const facts = new Map(
    ((info ?? "") as string | Buffer)
      .toString()
      .split("\r\n")
      .map((line): [string, string] => [line.split(":")[0] ?? "", line.split(":")[1] ?? ""]),
  );
  return [...ofEviction(facts.get("maxmemory_policy")), ...(await ofPersistence(send, facts))];
}

function ofEviction(policy: string | undefined): RedisWarning[] {
  if (policy === "noeviction") return [];
  if (policy === undefined) return [unchecked("maxmemory-policy", "noeviction")];
  return [
    {
      code: "eviction",
      message: `maxmemory-policy is ${policy}: a full Redis may throw records away. ${meaning} Set it to noeviction.`,
    },
  ];
}

async function ofPersistence(
  send: SendToNode,
  facts: ReadonlyMap<string, string>,
): Promise<RedisWarning[]> {
  const enabled = facts.get("aof_enabled");
  if (enabled === undefined) return [unchecked("appendonly", "yes")];
  if (enabled === "0") {
    const message = `appendonly is no: a crash loses every record since the last snapshot, or all of them. ${meaning} Set appendonly to yes and appendfsync to always.`;
    return [{ code: "no-aof", message }];
  }
  const fsync = await readSetting(send, "appendfsync");
  if (fsync === undefined) return [unchecked("appendfsync", "always")];
  if (fsync === "everysec") {
    const message = `appendfsync is everysec: when the machine goes down, the records of about the last second are lost. ${meaning} Set it to always.`;
    return [{ code: "aof-may-lose-a-second", message }];
  }
  if (fsync !== "always") {
    const message = `appendfsync is ${fsync}: when the machine goes down, the records of about the last half minute are lost. ${meaning} Set it to always.`;
    return [{ code: "aof-may-lose-more", message }];
  }
  if ((await readSetting(send, "no-appendfsync-on-rewrite")) === "yes") {
    const message = `no-appendfsync-on-rewrite is yes: when the machine goes down while Redis rewrites its file, the records of about the last half minute are lost. ${meaning} Set it to no.`;
    return [{ code: "aof-may-lose-more", message }];
  }
  return [];
}

async function readSetting(send: SendToNode, name: string): Promise<string | undefined> {
  const reply = await askUnlessRefused(() => send("CONFIG", "GET", name));
  // A list in RESP2; in RESP3 a map, which clients hand out as an object or a Map.
  if (Array.isArray(reply)) return reply[1] === undefined ? undefined : String(reply[1]);
  const entries =
    reply instanceof Map ? reply : new Map(Object.entries((reply ?? {}) as Record<string, string>));
  const value: unknown = entries.get(name);
  return value === undefined ? undefined : (value as string | Buffer).toString();
}

/** Undefined when the server forbids the command, or has none of that name. */
async function askUnlessRefused(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && /^(?:ERR|NOPERM)\b/.test(error.message)) return undefined;
    throw error;
  }
}

function unchecked(setting: string, wanted: string): RedisWarning {
  const message = `This server does not tell its ${setting}, as hosted ones often do not. With anything but ${wanted} it may lose records. ${meaning} Look it up where the server is run.`;
  return { code: "unchecked", message };
}
