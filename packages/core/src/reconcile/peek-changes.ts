import type { Change, Claim, Inbox } from "../webhooks/inbox.js";

/** What an inbox knows of a change; `error` if it could not be read. */
export type Peeked = { state: Claim<unknown>["state"] | "unhandled" } | { error: unknown };

/**
 * Reads the states of changes without claiming them. Most of a list is known, and a claim would lock, write, and make a concurrent
 * webhook fail with a 503. Undefined for each if the inbox cannot peek.
 */
export async function peekChanges<Tx>(
  inbox: Inbox<Tx>,
  changes: readonly Change[],
  concurrency: number,
): Promise<(Peeked | undefined)[]> {
  if (inbox.peekMany !== undefined) {
    try {
      return (await inbox.peekMany(changes)).map((state) => ({ state }));
    } catch (error) {
      return changes.map(() => ({ error }));
    }
  }
  if (inbox.peek === undefined) return changes.map(() => undefined);
  const peeked: Peeked[] = [];
  for (let at = 0; at < changes.length; at += concurrency) {
    const some = changes.slice(at, at + concurrency);
    peeked.push(...(await Promise.all(some.map((change) => peekOne(inbox, change)))));
  }
  return peeked;
}

async function peekOne<Tx>(inbox: Inbox<Tx>, change: Change): Promise<Peeked> {
  try {
    return { state: (await inbox.peek?.(change)) ?? "new" };
  } catch (error) {
    return { error };
  }
}
