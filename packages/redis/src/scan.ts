import type { RedisConnection } from "./redis-client.js";

/** How many keys or fields Redis looks at in one step. */
const step = "1000";

/** Reads the keys with a prefix on every server, step by step. Redis can return one twice. */
export async function* scanKeys(
  connection: RedisConnection,
  prefix: string,
): AsyncGenerator<string[], void, undefined> {
  // A client may put a prefix of its own before every key.
  const pattern = `*${prefix.replaceAll(/[\\*?[\]]/g, String.raw`\$&`)}*`;
  for (const send of await connection.nodes()) {
    let cursor = "0";
    do {
      const reply = await send("SCAN", cursor, "MATCH", pattern, "COUNT", step);
      const [next, found] = readStep(reply);
      yield found.map((key) => key.slice(key.indexOf(prefix)));
      cursor = next;
    } while (cursor !== "0");
  }
}

/** Reads the values of a hash, step by step. Redis can return one twice. */
export async function* scanHash(
  connection: RedisConnection,
  key: string,
): AsyncGenerator<[field: string, value: string], void, undefined> {
  let cursor = "0";
  do {
    const [next, found] = readStep(
      await connection.send(key, ["HSCAN", key, cursor, "COUNT", step]),
    );
    for (let at = 0; at < found.length; at += 2) {
      yield [found[at] as string, found[at + 1] as string];
    }
    cursor = next;
  } while (cursor !== "0");
}

function readStep(reply: unknown): [cursor: string, found: string[]] {
  const [cursor, found] = reply as [unknown, unknown[]];
  return [String(cursor), found.map(String)];
}
