import type { Change, Claim, Inbox, Lease } from "@numipay/core";
import { toDigest, toLiteral, toStoredKey } from "./literal.js";
import { createMigrate } from "./migrate.js";
import {
  type Recorded,
  runIn,
  runOnce,
  type Session,
  type Sessions,
  type StatementResult,
} from "./session.js";
import {
  type HoldLimits,
  toClaim,
  toComplete,
  toConflict,
  toLockName,
  toLook,
} from "./statements.js";
import type { TableNames } from "./table-names.js";

type State = Claim<unknown>["state"];

/** The inbox in a PostgreSQL database. */
export interface SqlInbox<Tx> extends Inbox<Tx> {
  /** Says what `claim` would say, in one read that locks and writes nothing. */
  look(change: Change): Promise<State>;
  /** Makes the tables, or brings them to this version. May run in any number of processes at once, and every time. */
  migrate(): Promise<void>;
  /**
   * Drops the contents of changes recorded before a time and gives their number. Their keys and digests stay for good, so
   * a replay of an archived change is a duplicate still.
   */
  archive(options: { olderThan: Date }): Promise<number>;
  /** Rejects when the database cannot be reached, or has no tables of the inbox. */
  ping(): Promise<void>;
  /** Small values by name, such as how far a reconciler has come. */
  marks: {
    read(name: string): Promise<string | undefined>;
    write(name: string, value: string): Promise<void>;
  };
}

interface Held<Tx> {
  session: Session<Tx>;
  transactionKey: string;
}

/** The engine: one transaction from claim to complete, and an advisory lock that ends with it. */
export function createSqlInbox<Tx>(
  sessions: Sessions<Tx>,
  names: TableNames,
  limits: HoldLimits,
): SqlInbox<Tx> {
  const holders = new Map<number, Held<Tx>>();

  /** The holder's own entry, which is taken out: a lease ends once. */
  function takeHeld(change: Change, { fence }: Lease<Tx>): Held<Tx> | undefined {
    const held = holders.get(fence);
    if (held?.transactionKey !== change.transactionKey) return undefined;
    holders.delete(fence);
    return held;
  }

  async function claimIn(session: Session<Tx>, change: Change): Promise<Claim<Tx>> {
    const { fence, records } = readClaimed(await session.run(toClaim(names, change, limits)));
    const state = toState(change, records, fence !== null);
    if (state === "new") {
      const { transactionKey } = change;
      holders.set(Number(fence), { session, transactionKey });
      session.hold?.(toLockName(names, change), records);
      const contradicts = change.rank === 1 ? findFinal(records) : undefined;
      return { state, lease: { fence: Number(fence), contradicts, tx: session.tx } };
    }
    await session.run(state === "conflict" ? toConflict(names, change) : "ROLLBACK");
    session.giveBack();
    return { state };
  }

  /** A session; or the state, where the transaction is held and no session is free before its holder is done. */
  async function enter(change: Change): Promise<Session<Tx> | Exclude<State, "new">> {
    const opened = await sessions.openUnlessHeld?.(toLockName(names, change));
    if (opened === undefined) return sessions.open();
    if (!("held" in opened)) return opened;
    const state = toState(change, opened.held, false);
    return state === "new" ? "in-progress" : state;
  }

  return {
    async claim(change) {
      const entered = await enter(change);
      if (typeof entered === "string") {
        // A conflict is to be written down, which takes the session that is held: it will be found when it comes again.
        return { state: entered === "conflict" ? "in-progress" : entered };
      }
      try {
        return await claimIn(entered, change);
      } catch (error) {
        entered.discard();
        throw toAdvice(error);
      }
    },
    async complete(change, lease) {
      const held = takeHeld(change, lease);
      if (held === undefined) return false;
      const { session } = held;
      try {
        const [inserted] = await session.run(toComplete(names, change, lease.fence));
        if (inserted?.rowCount !== 1) throw new Error(transactionEnded);
        session.giveBack();
        return true;
      } catch (error) {
        // Also when the answer to COMMIT was lost: whether it is recorded, the next delivery finds.
        session.discard();
        throw toAdvice(error);
      }
    },
    async release(change, lease) {
      const held = takeHeld(change, lease);
      if (held === undefined) return;
      try {
        await held.session.run("ROLLBACK");
        held.session.giveBack();
      } catch (error) {
        held.session.discard();
        throw error;
      }
    },
    async look(change) {
      const entered = await enter(change);
      if (typeof entered === "string") return entered;
      try {
        const { fence, records } = readClaimed(await runIn(entered, toLook(names, change)));
        return toState(change, records, fence !== null);
      } catch (error) {
        throw toAdvice(error);
      }
    },
    migrate: createMigrate(sessions, names),
    async archive({ olderThan }) {
      const [updated] = await runOnce(
        sessions,
        `UPDATE ${names.changes} SET content = NULL
WHERE content IS NOT NULL AND recorded_at < ${toLiteral(olderThan.toISOString())}`,
      );
      return updated?.rowCount ?? 0;
    },
    async ping() {
      await runOnce(sessions, `SELECT FROM ${names.changes} LIMIT 0`).catch((error: unknown) => {
        throw toAdvice(error);
      });
    },
    marks: {
      async read(name) {
        const key = toLiteral(toStoredKey(name));
        const [found] = await runOnce(
          sessions,
          `SELECT value FROM ${names.marks} WHERE name = ${key}`,
        );
        return found?.rows[0]?.["value"] as string | undefined;
      },
      async write(name, value) {
        await runOnce(
          sessions,
          `INSERT INTO ${names.marks} (name, value) VALUES (${toLiteral(toStoredKey(name))}, ${toLiteral(value)})
ON CONFLICT (name) DO UPDATE SET value = excluded.value, written_at = now()`,
        );
      },
    },
  };
}

const transactionEnded =
  "A handler ended the inbox's transaction (COMMIT, ROLLBACK, or a transaction of its own on the same tx). Nothing is " +
  "recorded. Run statements on tx, and leave its end to the inbox; within it, use SAVEPOINT.";

/** Of the two reads' answers, which come last. */
function readClaimed(results: StatementResult[]): { fence: string | null; records: Recorded[] } {
  const [claimed] = (results.at(-2)?.rows ?? []) as unknown as [{ fence: string | null }];
  return { fence: claimed.fence, records: (results.at(-1)?.rows ?? []) as unknown as Recorded[] };
}

function toState(change: Change, records: Recorded[], isFree: boolean): State {
  const stored = toStoredKey(change.status);
  const known = records.find(({ status }) => status === stored);
  if (known !== undefined) {
    return known.digest === toDigest(change.content) ? "duplicate" : "conflict";
  }
  if (!isFree) return "in-progress";
  return change.rank === 0 && findFinal(records) !== undefined ? "stale" : "new";
}

function findFinal(records: Recorded[]): string | undefined {
  return records.findLast(({ is_final }) => is_final)?.status;
}

/** What to do about a failure, where it is known. */
function toAdvice(error: unknown): unknown {
  const { code } = error as { code?: string };
  if (code === "42P01") {
    return new Error("The inbox's tables are missing: await inbox.migrate() once at the start.", {
      cause: error,
    });
  }
  if (code === "25P02") {
    return new Error(
      "A statement of a handler failed in the inbox's transaction, and the handler went on. Nothing is recorded. Let the " +
        "failure through, or set a SAVEPOINT before a statement that may fail.",
      { cause: error },
    );
  }
  return error;
}
