import {
  type AccountMethods,
  type AccountStore,
  type Change,
  type Claim,
  type ClaimHooks,
  createAccountMethods,
  createInboxReads,
  EffectFailedError,
  type Inbox,
  type InboxCheckpoints,
  type InboxReads,
  type Lease,
  type UnreadableStore,
} from "@numipay/core";
import type { Dialect, HoldLimits } from "../dialects/dialect.js";
import { runIn, type Session, type Sessions } from "../sessions/session.js";
import {
  closeScopes,
  type HeldChange,
  toLease,
  usedAfterEnd,
  usedAfterTimeout,
} from "./held-change.js";
import { createMigrate, longTimeoutMs } from "./migrate.js";
import { createPeekMany } from "./peek-many.js";
import { endUnapplied, openClaim } from "./open-claim.js";
import { createPing } from "./ping.js";
import { findApplied, findRecord, type PeekState, toState } from "./record-state.js";
import { createRunner } from "./runner.js";
import { sqlAccounts } from "./sql-accounts.js";
import { sqlCheckpoints } from "./sql-checkpoints.js";
import { sqlRecords } from "./sql-records.js";
import { sqlUnreadable } from "./sql-unreadable.js";

/** An inbox in an SQL database. */
export interface SqlInbox<Tx>
  extends Omit<Inbox<Tx>, keyof AccountMethods | keyof InboxReads>, AccountMethods, InboxReads {
  /** Returns the state that `claim` would return, in one read without locks or writes. */
  peek(change: Change): Promise<PeekState>;
  /** Returns the states of many changes in few round trips. */
  peekMany(changes: readonly Change[]): Promise<PeekState[]>;
  /** Ends the transaction of handlers that timed out, without waiting for their statements. */
  abandon(change: Change, lease: Lease<Tx>): void;
  /** Creates or upgrades the tables. Call it at every startup; processes may run it concurrently. */
  migrate(): Promise<void>;
  /**
   * Deletes the contents of changes recorded before a date and returns their number. Keys and digests are kept, so a replay of
   * an archived change is still a duplicate.
   */
  archive(options: { olderThan: Date }): Promise<number>;
  /**
   * Rejects with the reason when deliveries would fail: the database is unreachable or read-only, or the inbox's tables or
   * privileges are missing. Writes nothing.
   */
  ping(): Promise<void>;
  /** The reconciler's checkpoints. */
  checkpoints: InboxCheckpoints;
  /** The accounts that the inbox knows. */
  accounts: AccountStore;
  /** Stores signed deliveries that the contract cannot read. */
  unreadable: UnreadableStore;
}

/** Creates the inbox: one database transaction from claim to complete, with a lock that ends with it. */
export function createSqlInbox<Tx>(
  sessions: Sessions<Tx>,
  dialect: Dialect,
  limits: HoldLimits,
): SqlInbox<Tx> {
  const heldChanges = new Map<number, HeldChange<Tx>>();
  const runner = createRunner(sessions, dialect);
  const accounts = sqlAccounts(runner, dialect);
  const checkpoints = sqlCheckpoints(runner, dialect);
  // The schema that the search path resolved to. It must not change.
  let resolvedSchema: string | undefined;

  /** Removes and returns the lease's entry, so that a lease ends once. */
  function takeHeld(change: Change, { fencingToken }: Lease<Tx>): HeldChange<Tx> | undefined {
    const held = heldChanges.get(fencingToken);
    if (held?.transactionKey !== change.transactionKey) return undefined;
    heldChanges.delete(fencingToken);
    return held;
  }

  async function claimIn(
    session: Session<Tx>,
    change: Change,
    hooks: ClaimHooks,
  ): Promise<Claim<Tx>> {
    const { opened, records } = await openClaim(session, dialect, { change, limits });
    const state = toState(change, records, opened !== undefined);
    if (opened !== undefined && (state === "new" || state === "unhandled")) {
      const held: HeldChange<Tx> = {
        session,
        transactionKey: change.transactionKey,
        opened,
        isRecorded: findRecord(change, records) !== undefined,
        scopes: [],
      };
      resolvedSchema ??= opened.schema;
      if (opened.schema !== resolvedSchema) {
        throw new Error(toSchemaChanged(resolvedSchema, opened.schema));
      }
      heldChanges.set(opened.fencingToken, held);
      session.hold?.(dialect.toLockName(change), records);
      const contradicts = change.rank === 1 ? findApplied(records) : undefined;
      return { state: "new", lease: toLease(held, contradicts, hooks) };
    }
    const conflict = state === "conflict" ? dialect.recordConflict(change) : undefined;
    const ended = endUnapplied(session, dialect.write, conflict);
    // A claim that took nothing keeps nothing from the next one, so its caller need not wait.
    if (opened !== undefined || conflict !== undefined) await ended;
    return { state: state === "new" || state === "unhandled" ? "in-progress" : state };
  }

  /** Opens a session. Returns the state if the transaction is claimed and its holder has the only connection. */
  async function enter(
    change: Change,
    toHold: boolean,
  ): Promise<Session<Tx> | Exclude<PeekState, "new">> {
    const opened = await sessions.openUnlessHeld?.(dialect.toLockName(change), toHold);
    if (opened === undefined) return toHold ? sessions.openToHold() : sessions.open();
    if (!("held" in opened)) return opened;
    const state = toState(change, opened.held, false);
    return state === "new" ? "in-progress" : state;
  }

  async function peek(change: Change): Promise<PeekState> {
    const entered = await enter(change, false);
    if (typeof entered === "string") return entered;
    const { statements, read } = dialect.peek([change]);
    try {
      const [found] = read(await runIn(entered, dialect.read, statements));
      return toState(change, found?.records ?? [], found?.opened !== undefined);
    } catch (error) {
      throw dialect.toFailure(error);
    }
  }

  /** With one connection, only its holder knows what it claimed. */
  async function peekEach(changes: readonly Change[]): Promise<PeekState[]> {
    const states: PeekState[] = [];
    for (const change of changes) states.push(await peek(change));
    return states;
  }

  return {
    async claim(change, hooks = {}) {
      const entered = await enter(change, true);
      if (typeof entered === "string") {
        // Recording a conflict needs the connection, so it waits for the gateway's retry.
        const isKnown = entered === "duplicate" || entered === "stale";
        return { state: isKnown ? entered : "in-progress" };
      }
      try {
        return await claimIn(entered, change, hooks);
      } catch (error) {
        entered.discard();
        throw dialect.toFailure(error);
      }
    },
    async complete(change, lease) {
      const held = takeHeld(change, lease);
      if (held === undefined) return false;
      const { session, opened, isRecorded } = held;
      const { state } = session;
      try {
        closeScopes(held);
        state.over = new Error(usedAfterEnd);
        if (state.interruption !== undefined) throw state.interruption;
        if (state.failure !== undefined) {
          throw new EffectFailedError(state.failure.message, { cause: state.failure });
        }
        const isAltered = state.altersTransaction;
        const record = dialect.complete({ change, opened, isRecorded, isAltered });
        // Deferred constraints may wait for locks at COMMIT.
        await session.commit(record, limits.statementTimeoutMs + limits.lockTimeoutMs);
        session.giveBack();
        return true;
      } catch (error) {
        // If the response to COMMIT was lost, the next delivery finds out whether it is recorded.
        session.discard();
        throw dialect.toCompleteFailure(error);
      }
    },
    async release(change, lease) {
      const held = takeHeld(change, lease);
      if (held === undefined) return;
      const { session } = held;
      const { state } = session;
      // ROLLBACK would wait for a running statement.
      const isBusy = state.running > 0;
      closeScopes(held);
      state.over = new Error(usedAfterEnd);
      if (isBusy || state.lost !== undefined) return session.discard();
      try {
        await session.rollback();
        session.giveBack();
      } catch (error) {
        session.discard();
        throw error;
      }
    },
    abandon(change, lease) {
      const held = takeHeld(change, lease);
      if (held === undefined) return;
      held.session.state.over = new Error(usedAfterTimeout);
      held.session.discard(held.session.state.over);
    },
    peek,
    peekMany: sessions.openUnlessHeld === undefined ? createPeekMany(runner, dialect) : peekEach,
    migrate: createMigrate(runner, dialect),
    archive: ({ olderThan }) => runner.write(dialect.archive(olderThan), longTimeoutMs),
    ping: createPing(sessions, dialect, dialect),
    checkpoints,
    accounts,
    unreadable: sqlUnreadable(runner, dialect),
    ...createAccountMethods(accounts),
    ...createInboxReads(sqlRecords(runner, dialect), accounts, checkpoints),
  };
}

function toSchemaChanged(before: string | undefined, now: string | undefined): string {
  return (
    `The search path of this connection resolves to the schema ${now}, but resolved to ${before} before. The connection was ` +
    "closed. Set the inbox's schema option, and do not change the search path in functions that handlers call."
  );
}
