import { createHash } from "node:crypto";
import type { RedisConnection } from "./redis-client.js";

/** A Lua script and its SHA-1, by which Redis caches it. */
export interface Script {
  text: string;
  sha1: string;
}

/** What a script runs on. */
interface ScriptCall {
  key: string;
  otherKeys?: readonly string[] | undefined;
  args: string[];
  onLate?: ((reply: unknown) => void) | undefined;
}

/** Prepares a script for `runScript`. Its text may come in parts: bundlers keep a template that has other constants. */
export function createScript(...parts: string[]): Script {
  const text = parts.join("");
  return { text, sha1: createHash("sha1").update(text).digest("hex") };
}

/** Runs a script on a key, and on others in its slot. `onLate` is called with a reply that arrives after the timeout. */
export function runScript(
  connection: RedisConnection,
  { sha1, text }: Script,
  { key, otherKeys = [], args, onLate }: ScriptCall,
): Promise<unknown> {
  // Lower case, because ioredis compares it that way.
  const command = [
    "evalsha",
    sha1,
    String(1 + otherKeys.length),
    key,
    ...otherKeys,
    ...args,
  ] as const;
  return connection.send(key, command, { scriptText: text, onLate });
}
