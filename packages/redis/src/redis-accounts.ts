import type { AccountEntry, AccountStore } from "@numipay/core";
import { fromPlainText, toPlainText } from "./plain-text.js";
import type { RedisConnection } from "./redis-client.js";
import { createScript, runScript } from "./run-script.js";

// One hash: the account's name -> its namespace, and after a line break the name that took its place. Both are escaped as
// in JSON, so neither holds a line break.

/** In a script, whose answer is a list under every protocol. */
const readScript = createScript(`return redis.call("HGETALL", KEYS[1])`);

/** ARGV: name, entry. Answers the entry that is stored. */
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

/** Accounts in a hash of Redis. */
export function redisAccounts(connection: RedisConnection, key: string): AccountStore {
  return {
    async read() {
      const fields = (await runScript(connection, readScript, { key, args: [] })) as unknown[];
      const known = new Map<string, AccountEntry>();
      for (let index = 0; index < fields.length; index += 2) {
        known.set(fromPlainText(String(fields[index])), toEntry(fields[index + 1]));
      }
      return known;
    },
    async add(name, entry) {
      const args = [toPlainText(name), toField(entry)];
      return toEntry(await runScript(connection, addScript, { key, args }));
    },
    async rename(from, to) {
      const args = [toPlainText(from), toPlainText(to)];
      return Number(await runScript(connection, renameScript, { key, args })) === 1;
    },
  };
}

function toField({ namespace, renamedTo }: AccountEntry): string {
  return [namespace, renamedTo]
    .filter((part) => part !== undefined)
    .map(toPlainText)
    .join("\n");
}

function toEntry(stored: unknown): AccountEntry {
  const [namespace = "", renamedTo] = String(stored).split("\n").map(fromPlainText);
  return renamedTo === undefined ? { namespace } : { namespace, renamedTo };
}
