import type { IntentKey, RecordedIntent } from "@numipay/core";
import { partCount, readMember, toJournalKeys, toListKey } from "./journal-keys.js";
import { readList } from "./journal-record.js";
import type { RedisConnection } from "./redis-client.js";

/** How many intents a page has. */
const pageSize = 100;

/** A record, and whether a claim has a lease. */
export interface ReadIntent {
  recorded: RecordedIntent;
  isHeld: boolean;
}

/** Reads a journal in a connection. */
interface JournalReader {
  connection: RedisConnection;
  prefix: string;
  read: (key: IntentKey) => Promise<ReadIntent | undefined>;
}

/** Returns the next page of the unresolved intents of an account: part by part, and in each part in the order of the ids. */
export async function listUnresolved(
  reader: JournalReader,
  account: string,
  after?: RecordedIntent,
): Promise<RecordedIntent[]> {
  const last = after && toJournalKeys(reader.prefix, after);
  const page: RecordedIntent[] = [];
  for (let part = last?.part ?? 0; part < partCount; part += 1) {
    const from = part === last?.part ? `(${last.member}` : "-";
    for await (const recorded of readPart(reader, { account, part, from })) {
      page.push(recorded);
      if (page.length === pageSize) return page;
    }
  }
  return page;
}

async function* readPart(
  { connection, prefix, read }: JournalReader,
  { account, part, from }: { account: string; part: number; from: string },
): AsyncGenerator<RecordedIntent, void, undefined> {
  const list = toListKey(prefix, account, part);
  for (let start = from; ;) {
    const command = ["ZRANGEBYLEX", list, start, "+", "LIMIT", "0", String(pageSize)] as const;
    const members = readList(await connection.send(list, command));
    const found = await Promise.all(members.map((member) => read(readMember(account, member))));
    for (const { recorded, isHeld } of found.filter((one) => one !== undefined)) {
      // Calls that are in progress are in the list too.
      if ((recorded.state === "unknown" || recorded.state === "sending") && !isHeld) yield recorded;
    }
    if (members.length < pageSize) return;
    start = `(${members.at(-1)}`;
  }
}
