import {
  type AccountMethods,
  type AccountStore,
  type Change,
  type Claim,
  type ClaimHooks,
  createAccountMethods,
  EffectFailedError,
  type Inbox,
  type InboxCheckpoints,
  type Lease,
  type UnreadableStore,
} from "@numipay/core";
import { toAdvice, toCompleteFailure } from "./complete-failure.js";
import { closeScopes, type Held, isAbandoned, isOver, toLease } from "./held.js";
import { toLiteral } from "./literal.js";
import { sqlMarks } from "./marks.js";
import { createMigrate, longTimeoutMs } from "./migrate.js";
import {
  findApplied,
  findRecord,
  type LookedState,
  readFound,
  readOpened,
  toState,
} from "./record-state.js";
import { runIn, runOnce, type Session, type Sessions } from "./session.js";
import { sqlAccounts } from "./sql-accounts.js";
import { sqlUnreadable } from "./sql-unreadable.js";
import {
  type HoldLimits,
  toClaim,
  toComplete,
  toConflict,
  toLockName,
  toLook,
} from "./statements.js";
import type { TableNames } from "./table-names.js";

/** The inbox in a PostgreSQL database. */
export interface SqlInbox<Tx> extends Inbox<Tx> {
  /** Returns what `claim` would, in one read that locks and writes nothing. */
  peek(change: Change): Promise<LookedState>;
  /** Ends the transaction of handlers that exceeded their time, without waiting for their statements. */
  abandon(change: Change, lease: Lease<Tx>): void;
  /** Creates the tables, or brings them to this version. May run in any number of processes at once, and every time. */
  migrate(): Promise<void>;
  /**
   * Drops the contents of changes recorded before a time and gives their number. Their keys and digests stay for good, so
   * a replay of an archived change is a duplicate still.
   */
  archive(options: { olderThan: Date }): Promise<number>;
  /** Rejects when the database cannot be reached, or has no tables of the inbox. */
  ping(): Promise<void>;
  /** Small values by name, such as how far a reconciler has come. */
  checkpoints: InboxCheckpoints;
  /** The accounts that the inbox knows. */
  accounts: AccountStore;
  /** Rightly signed deliveries that are no transaction by the contract. */
  unreadable: UnreadableStore;
  /** Adds an account beside the unnamed one; see `AccountMethods`. */
  addAccount: AccountMethods["addAccount"];
  /** Gives an account another name; see `AccountMethods`. */
  renameAccount: AccountMethods["renameAccount"];
}

/** The engine: one transaction from claim to complete, and an advisory lock that ends with it. */
export function createSqlInbox<Tx>(
  sessions: Sessions<Tx>,
  names: TableNames,
  limits: HoldLimits,
): SqlInbox<Tx> {
  const holders = new Map<number, Held<Tx>>();
  const accounts = sqlAccounts(sessions, names);
  // Where the search path decides, it must go on deciding the same.
  let home: string | undefined;

  /** The holder's own entry, which is taken out: a lease ends once. */
  function takeHeld(change: Change, { fencingToken }: Lease<Tx>): Held<Tx> | undefined {
    const held = holders.get(fencingToken);
    if (held?.transactionKey !== change.transactionKey) return undefined;
    holders.delete(fencingToken);
    return held;
  }

  async function claimIn(
    session: Session<Tx>,
    change: Change,
    hooks: ClaimHooks,
  ): Promise<Claim<Tx>> {
    const { opened, records } = readFound(await session.run(toClaim(names, change, limits)));
    const state = toState(change, records, opened !== null);
    if (state === "new" || state === "unhandled") {
      const held: Held<Tx> = {
        session,
        transactionKey: change.transactionKey,
        opened: readOpened(opened),
        isRecorded: findRecord(change, records) !== undefined,
        scopes: [],
      };
      home ??= held.opened.schema;
      if (held.opened.schema !== home) throw new Error(toMoved(home, held.opened.schema));
      holders.set(held.opened.fence, held);
      session.hold?.(toLockName(names, change), records);
      const contradicts = change.rank === 1 ? findApplied(records) : undefined;
      return { state: "new", lease: toLease(held, contradicts, hooks) };
    }
    await session.run(state === "conflict" ? toConflict(names, change) : "ROLLBACK");
    session.giveBack();
    return { state };
  }

  /** A session; or the state, where the transaction is held and no session is free before its holder is done. */
  async function enter(
    change: Change,
    toHold: boolean,
  ): Promise<Session<Tx> | Exclude<LookedState, "new">> {
    const opened = await sessions.openUnlessHeld?.(toLockName(names, change));
    if (opened === undefined) return toHold ? sessions.openToHold() : sessions.open();
    if (!("held" in opened)) return opened;
    const state = toState(change, opened.held, false);
    return state === "new" ? "in-progress" : state;
  }

  return {
    async claim(change, hooks = {}) {
      const entered = await enter(change, true);
      if (typeof entered === "string") {
        // A conflict is written down, which takes the session that is held: it is found when the delivery comes again.
        const isKnown = entered === "duplicate" || entered === "stale";
        return { state: isKnown ? entered : "in-progress" };
      }
      try {
        return await claimIn(entered, change, hooks);
      } catch (error) {
        entered.discard();
        throw toAdvice(error);
      }
    },
    async complete(change, lease) {
      const held = takeHeld(change, lease);
      if (held === undefined) return false;
      const { session, opened, isRecorded } = held;
      const { state } = session;
      try {
        closeScopes(held);
        state.over = new Error(isOver);
        if (state.failure !== undefined) {
          throw new EffectFailedError(state.failure.message, { cause: state.failure });
        }
        const isAltered = state.altersTransaction;
        const record = toComplete(names, { change, opened, isRecorded, isAltered });
        // Constraints that are checked at COMMIT may wait for locks.
        await session.run(record, limits.statementTimeoutMs + limits.lockTimeoutMs);
        session.giveBack();
        return true;
      } catch (error) {
        // Also when the answer to COMMIT was lost: whether it is recorded, the next delivery finds.
        session.discard();
        throw toCompleteFailure(error, names);
      }
    },
    async release(change, lease) {
      const held = takeHeld(change, lease);
      if (held === undefined) return;
      const { session } = held;
      const { state } = session;
      // A statement that is running would keep the ROLLBACK waiting.
      const isBusy = state.running > 0;
      closeScopes(held);
      state.over = new Error(isOver);
      if (isBusy || state.lost !== undefined) return session.discard();
      try {
        await session.run("ROLLBACK");
        session.giveBack();
      } catch (error) {
        session.discard();
        throw error;
      }
    },
    abandon(change, lease) {
      const held = takeHeld(change, lease);
      if (held === undefined) return;
      held.session.state.over = new Error(isAbandoned);
      held.session.discard(held.session.state.over);
    },
    async peek(change) {
      const entered = await enter(change, false);
      if (typeof entered === "string") return entered;
      try {
        const { opened, records } = readFound(await runIn(entered, toLook(names, change)));
        return toState(change, records, opened !== null);
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
        longTimeoutMs,
      );
      return updated?.rowCount ?? 0;
    },
    async ping() {
      // A column or table of each version.
      await runOnce(
        sessions,
        `SELECT is_handled FROM ${names.changes} LIMIT 0; SELECT key FROM ${names.unreadable} LIMIT 0`,
      ).catch((error: unknown) => {
        throw toAdvice(error);
      });
    },
    checkpoints: sqlMarks(sessions, names),
    accounts,
    unreadable: sqlUnreadable(sessions, names),
    ...createAccountMethods(accounts),
  };
}

function toMoved(home: string | undefined, found: string | undefined): string {
  return (
    `The search path of this connection leads to the inbox's tables in the schema ${found}, and before to those in ${home}. ` +
    "The connection was closed. Give the inbox the option schema, and leave the search path alone in functions that handlers call."
  );
}
