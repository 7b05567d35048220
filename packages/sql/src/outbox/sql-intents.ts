import type { OutboxStore, RecordedIntent } from "@numipay/core";
import type { Dialect } from "../dialects/dialect.js";
import type { ClaimedIntent, IntentDialect } from "../dialects/intent-dialect.js";
import type { Runner } from "../inbox/runner.js";
import type { Sessions } from "../sessions/session.js";

/** What a store does in transactions of its own. */
export type SqlIntents = Omit<OutboxStore<never>, "isSynchronous" | "enqueue" | "markOnce">;

/** What the statements of a journal run with. */
export interface IntentParts<Tx> {
  sessions: Sessions<Tx>;
  dialect: Pick<Dialect, "write" | "toFailure" | "isInterruption">;
  intents: IntentDialect;
  runner: Runner;
}

/** How often a claim is repeated that met the end of another one. */
const mostTries = 5;

/** Creates the part of the store that uses connections of its own. */
export function createSqlIntents<Tx>(parts: IntentParts<Tx>): SqlIntents {
  const { intents, runner } = parts;

  async function tryClaim(...args: Parameters<SqlIntents["claim"]>): Promise<ClaimedIntent> {
    const claim = (): Promise<ClaimedIntent> => runner.write(intents.claim(...args));
    for (let tries = 1; ; tries += 1) {
      const claimed = await claim();
      // Not granted, and now free: the other claim was completed between the write and the read.
      const isOver = ["sending", "confirmed"].includes(claimed.recorded.state);
      if (claimed.isGranted || isOver || tries === mostTries) return claimed;
    }
  }

  return {
    async claim(intent, leaseMs) {
      const claimed = await tryClaim(intent, leaseMs);
      const { isGranted, recorded, fencingToken, claimedFrom } = claimed;
      if (!isGranted) {
        return recorded.state === "confirmed"
          ? { state: "confirmed", recorded }
          : { state: "in-progress", recorded };
      }
      const lease = { fencingToken };
      if (claimedFrom === "queued") return { state: "new", lease, recorded };
      if (claimedFrom === undefined || claimedFrom === "refused") return { state: "new", lease };
      return { state: "unclear", lease, recorded };
    },
    complete: (key, lease, result) => runner.write(intents.complete(key, lease, result)),
    read: (key) => runner.read(intents.read(key)),
    unresolved: (account, after) => runner.read(intents.unresolved(account, after)),
    takeDue: (account, limit, visibilityMs) => takeDue(parts, { account, limit, visibilityMs }),
    async release(taken) {
      const [first] = taken;
      if (first !== undefined) await runner.run(intents.release(first.account, taken));
    },
    defer: (taken, retryInMs) => runner.write(intents.defer(taken, retryInMs)),
    settle: (key, state, retryInMs = 0) => runner.write(intents.settle(key, state, retryInMs)),
  };
}

/** Locks what is due and postpones it in one transaction, so that two workers never take the same. */
async function takeDue<Tx>(
  { sessions, dialect, intents }: IntentParts<Tx>,
  { account, limit, visibilityMs }: { account: string; limit: number; visibilityMs: number },
): Promise<RecordedIntent[]> {
  const { statements, read } = intents.due(account, limit);
  const session = await sessions.open();
  try {
    const taken = read(await session.begin(dialect.write, statements));
    if (taken.length === 0) await session.rollback();
    else await session.commit(intents.postpone(account, taken, visibilityMs));
    session.giveBack();
    return taken;
  } catch (error) {
    session.discard();
    throw dialect.toFailure(error);
  }
}
