import type { AccountEntry, AccountStore } from "@numipay/core";
import { unescapeText, escapeText } from "./escape-text.js";
import type { RedisConnection } from "./redis-client.js";
import { createScript, runScript } from "./run-script.js";

// One hash: an account's name -> its namespace and, after a line break, its new name if it was renamed. Both are escaped as
// in JSON, so neither contains a line break.

/** A script, because its reply is a list in both RESP2 and RESP3. */
const readScript = createScript(`return redis.call("HGETALL", KEYS[1])`);

/** ARGV: name, entry. Returns the stored entry. */
const addScript = createScript(`
redis.call("HSETNX", KEYS[1], ARGV[1], ARGV[2])
return redis.call("HGET", KEYS[1], ARGV[1])
`);

/** ARGV: from, to. */
const renameScript = createScript(`
local entry, taken = unpack(redis.call("HMGET", KEYS[1], ARGV[1], ARGV[2]))
if not entry or taken or string.find(entry, "\\n", 1, true) then return 0 end
redis.call("HSET", KEYS[1], ARGV[1], entry .. "\\n" .. ARGV[2], ARGV[2], entry)
return 1
`);

/** Stores accounts in a Redis hash. */
export function redisAccounts(connection: RedisConnection, key: string): AccountStore {
  return {
    async read() {
      const fields = (await runScript(connection, readScript, { key, args: [] })) as unknown[];
      const known = new Map<string, AccountEntry>();
      for (let index = 0; index < fields.length; index += 2) {
        known.set(unescapeText(String(fields[index])), toEntry(fields[index + 1]));
      }
      return known;
    },
    async add(name, entry) {
      const args = [escapeText(name), toField(entry)];
      return toEntry(await runScript(connection, addScript, { key, args }));
    },
    async rename(from, to) {
      const args = [escapeText(from), escapeText(to)];
      return Number(await runScript(connection, renameScript, { key, args })) === 1;
    },
  };
}

function toField({ namespace, renamedTo }: AccountEntry): string {
  return [namespace, renamedTo]
    .filter((part) => part !== undefined)
    .map(escapeText)
    .join("\n");
}

function toEntry(stored: unknown): AccountEntry {
  const [namespace = "", renamedTo] = String(stored).split("\n").map(unescapeText);
  return renamedTo === undefined ? { namespace } : { namespace, renamedTo };
}
