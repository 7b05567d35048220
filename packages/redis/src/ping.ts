import type { SendToNode } from "./raw-connection.js";
import type { RedisConnection } from "./redis-client.js";
import { createScript, runScript, type Script } from "./run-script.js";

/** Runs each command of the inbox's scripts, because a user may lack one, and leaves nothing behind. */
export const inboxPingScript = createScript(`
redis.call("TIME")
redis.call("HSET", KEYS[1], "ping", "1")
redis.call("HSETNX", KEYS[1], "ping", "1")
redis.call("HGET", KEYS[1], "ping")
redis.call("HMGET", KEYS[1], "ping")
redis.call("HGETALL", KEYS[1])
redis.call("HDEL", KEYS[1], "ping")
return 1
`);

/** Rejects with the reason when a claim would fail: a server is unreachable, read-only or full, or a command is not permitted. */
export async function pingServers(
  connection: RedisConnection,
  script: Script,
  [key, ...otherKeys]: readonly [string, ...string[]],
): Promise<void> {
  const written = runScript(connection, script, { key, otherKeys, args: [] });
  // The keys are on one server of a Cluster; the others are checked without a key.
  const checkOthers = async (): Promise<void> => {
    const nodes = await connection.nodes();
    if (nodes.length > 1) await Promise.all(nodes.map(checkNode));
  };
  await Promise.all([written, checkOthers()]);
}

/** A script that declares no flags may write, so the server first checks whether it accepts writes. */
const mayWrite = "#!lua\nreturn 1";

async function checkNode(send: SendToNode): Promise<void> {
  try {
    await send("EVAL", mayWrite, "0");
  } catch (error) {
    // A former primary: the client is redirected with its next command. Or a server before Redis 7, which has no flags.
    if (/\bREADONLY\b|compiling script/.test(String(error))) return;
    throw error;
  }
}
