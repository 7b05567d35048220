import type { RecordedChange, RecordStore } from "@numipay/core";
import { readConflicts } from "./conflicts.js";
import { escapeText, unescapeText } from "./escape-text.js";
import type { RedisConnection } from "./redis-client.js";
import { createScript, runScript } from "./run-script.js";
import { scanHash, scanKeys } from "./scan.js";
import { readRecord } from "./stored-record.js";

/** A script, because its reply is a list in both RESP2 and RESP3. */
const readScript = createScript(`return redis.call("HGETALL", KEYS[1])`);

/** Reads the records of an inbox. `prefix` is that of the keys of transactions. */
export function redisRecords(
  connection: RedisConnection,
  { prefix, conflictsKey }: { prefix: string; conflictsKey: string },
): RecordStore {
  async function readHistory(key: string): Promise<RecordedChange[]> {
    const fields = (await runScript(connection, readScript, { key, args: [] })) as unknown[];
    const found: { change: RecordedChange; micros: number }[] = [];
    const transactionKey = unescapeText(key.slice(prefix.length));
    for (let at = 0; at < fields.length; at += 2) {
      const [field, record] = [String(fields[at]), String(fields[at + 1])];
      if (!field.startsWith("done:")) continue;
      const { isHandled, fencingToken: micros, digest } = readRecord(record);
      const change = {
        transactionKey,
        status: unescapeText(field.slice("done:".length)),
        isHandled,
        recordedAt: new Date(Math.floor(micros / 1000)).toISOString(),
        digest,
        content: undefined,
      };
      found.push({ change, micros });
    }
    return found.toSorted((one, other) => one.micros - other.micros).map(({ change }) => change);
  }

  async function* readUnhandled(): AsyncGenerator<RecordedChange, void, undefined> {
    const seen = new Set<string>();
    for await (const keys of scanKeys(connection, prefix)) {
      for (const change of (await Promise.all(keys.map(readHistory))).flat()) {
        const id = JSON.stringify([change.transactionKey, change.status]);
        if (change.isHandled || seen.has(id)) continue;
        seen.add(id);
        yield change;
      }
    }
  }

  return {
    history: (transactionKey) => readHistory(`${prefix}${escapeText(transactionKey)}`),
    conflicts: () => readConflicts(scanHash(connection, conflictsKey)),
    unhandled: readUnhandled,
  };
}
