import { createHash } from "node:crypto";
import type { RedisConnection } from "./redis-client.js";

/** A Lua script, and the name that Redis remembers it by. */
export interface Script {
  text: string;
  sha1: string;
}

/** Prepares a script for `runScript`. */
export function createScript(text: string): Script {
  return { text, sha1: createHash("sha1").update(text).digest("hex") };
}

/** Runs a script on one key; `onLate` gets an answer that came after the caller gave up. */
export function runScript(
  connection: RedisConnection,
  { sha1, text }: Script,
  { key, args, onLate }: { key: string; args: string[]; onLate?: (reply: unknown) => void },
): Promise<unknown> {
  // In small letters, as ioredis compares them.
  const command = ["evalsha", sha1, "1", key, ...args] as const;
  return connection.send(key, command, { scriptText: text, onLate });
}
