import type { HandlerScope } from "@numipay/core";
import { createStatementGuard, type StatementGuard } from "../../control/statement-guard.js";
import { newTransaction } from "../../control/transaction-state.js";
import type { Dialect, Opening, StatementResult } from "../../dialects/dialect.js";
import { acquireTimeout } from "../acquire-timeout.js";
import type { OpenTransaction } from "../open-transaction.js";
import { takePermit } from "../pool-permits.js";
import type { Session, Sessions } from "../session.js";
import { rejectSessionChanges } from "./reject-session-changes.js";
import { withTimeout } from "./with-timeout.js";

/** A library whose transactions the inbox uses. */
export interface Library<Native, Tx> {
  /** Begins a transaction. */
  begin(): Promise<OpenTransaction<Native>>;
  /** Runs statements, one after another, and returns their values in the database's text format. */
  query(native: Native, statements: readonly string[]): Promise<StatementResult[]>;
  /**
   * Creates the handle for one handler, which passes every statement to the guard before it is sent. It calls `onError` with each
   * error of a statement, before the handler sees it.
   */
  openHandle(
    native: Native,
    guard: StatementGuard,
    onError: (error: unknown) => void,
  ): HandlerScope<Tx>;
  /** True if the error means that the connection is gone. */
  isLost(error: unknown): boolean;
  /** Ends a running statement, if the library can. */
  cancel?: ((native: Native) => void) | undefined;
}

/** The limits of a library's sessions. */
export interface LibraryLimits {
  /** How long to wait for a connection, in milliseconds. */
  acquireTimeoutMs: number;
  /** How long the inbox's own statements may take, in milliseconds. */
  statementTimeoutMs: number;
  /** How many handlers may hold a connection. */
  maxHandlers: number;
  /** Inboxes with the same key share this limit. */
  pool: object;
}

/** Creates sessions on a library's transactions. Only the library opens and closes connections. */
export function librarySessions<Native, Tx>(
  library: Library<Native, Tx>,
  dialect: Dialect,
  limits: LibraryLimits,
): Sessions<Tx> {
  const { pool, maxHandlers, acquireTimeoutMs } = limits;
  const nothing = (): void => undefined;
  return {
    open: async () => librarySession(library, { dialect, limits, onEnd: nothing }),
    async openToHold() {
      const onEnd = await takePermit(pool, maxHandlers, acquireTimeoutMs);
      if (onEnd === undefined) throw acquireTimeout(toAcquireTimedOut(acquireTimeoutMs));
      return librarySession(library, { dialect, limits, onEnd });
    },
  };
}

interface SessionContext {
  dialect: Dialect;
  limits: LibraryLimits;
  /** Called once, when the library has its connection back. */
  onEnd: () => void;
}

function librarySession<Native, Tx>(
  library: Library<Native, Tx>,
  { dialect, limits, onEnd }: SessionContext,
): Session<Tx> {
  const { acquireTimeoutMs, statementTimeoutMs } = limits;
  const state = newTransaction();
  const readText = rejectSessionChanges((text) => dialect.readText(text), alternative);
  let current: OpenTransaction<Native> | undefined;
  let isFinished = false;
  let isGone = false;

  const finish = (): void => {
    if (isFinished) return;
    isFinished = true;
    (current?.ended ?? Promise.resolve()).then(onEnd, onEnd);
  };
  /** Nothing can be committed from now on. */
  const lose = (reason: Error): void => {
    state.lost ??= reason;
    if (current === undefined || isGone) return;
    current.abandon();
    library.cancel?.(current.native);
  };
  const loseIfGone = (error: unknown): void => {
    if (!library.isLost(error)) return;
    // Nothing may be sent to a connection that is about to be closed. The library notices and ends the transaction.
    isGone = true;
    lose(new Error(connectionEnded, { cause: error }));
  };

  async function start(): Promise<OpenTransaction<Native>> {
    if (state.lost !== undefined) throw state.lost;
    const begun = library.begin();
    const opened = await withTimeout(begun, acquireTimeoutMs, () => {
      // It may still open, after the claim has timed out.
      begun.then(
        (late) => late.abandon(),
        () => undefined,
      );
      return acquireTimeout(toAcquireTimedOut(acquireTimeoutMs));
    });
    current = opened;
    // The library reports a lost connection here, even while no statement runs.
    opened.ended.catch((error: unknown) => {
      if (current === opened) lose(new Error(connectionEnded, { cause: error }));
    });
    return opened;
  }

  /** Runs the inbox's own statements. */
  async function run<Result>(work: () => Promise<Result>, timeoutMs: number): Promise<Result> {
    if (state.lost !== undefined) throw state.lost;
    try {
      return await withTimeout(work(), timeoutMs, () => {
        lose(new Error(toTimedOut(timeoutMs)));
        return state.lost as Error;
      });
    } catch (error) {
      loseIfGone(error);
      throw error;
    }
  }

  async function begin(
    { modes }: Opening,
    statements: readonly string[],
    timeoutMs = statementTimeoutMs,
  ): Promise<StatementResult[]> {
    const { native } = await start();
    const results = await run(() => library.query(native, [...modes, ...statements]), timeoutMs);
    return results.slice(modes.length);
  }

  async function commit(statements: readonly string[], timeoutMs: number): Promise<void> {
    const ending = requireCurrent();
    await run(async () => {
      if (statements.length > 0) await library.query(ending.native, statements);
      // The limit may have passed meanwhile.
      if (state.lost !== undefined) throw state.lost;
      await ending.commit();
    }, timeoutMs);
    current = undefined;
  }

  function requireCurrent(): OpenTransaction<Native> {
    if (state.lost !== undefined) throw state.lost;
    if (current === undefined) throw new Error("No transaction is open.");
    return current;
  }

  return {
    state,
    async transact(opening, statements, timeoutMs = statementTimeoutMs) {
      const results = await begin(opening, statements, timeoutMs);
      await commit([], timeoutMs);
      return results;
    },
    begin: (opening, statements) => begin(opening, statements),
    commit: (statements, timeoutMs = statementTimeoutMs) => commit(statements, timeoutMs),
    async rollback() {
      const ending = requireCurrent();
      current = undefined;
      try {
        await withTimeout(
          ending.rollback(),
          statementTimeoutMs,
          () => new Error(toTimedOut(statementTimeoutMs)),
        );
      } catch (error) {
        state.lost ??= error as Error;
        throw error;
      }
    },
    openScope(onLateStatement) {
      const guard = createStatementGuard(state, readText, onLateStatement);
      return library.openHandle(requireCurrent().native, guard, loseIfGone);
    },
    giveBack: finish,
    discard(reason = new Error(connectionEnded)) {
      lose(reason);
      finish();
    },
  };
}

const alternative =
  "Use SET LOCAL, set_config(…, true), a lock that ends with the transaction, or a table that is not temporary";

const connectionEnded =
  "The connection to the database ended, so the transaction was rolled back. A delivery is retried by the gateway. If a handler " +
  "was slow, make it faster, or increase idleTimeoutMs.";

function toTimedOut(timeoutMs: number): string {
  return (
    `A statement took longer than ${timeoutMs} ms, so the transaction was abandoned. Check the database and the network, or increase ` +
    "statementTimeoutMs."
  );
}

function toAcquireTimedOut(acquireTimeoutMs: number): string {
  return (
    `Timed out after ${acquireTimeoutMs} ms waiting for a database connection. Each running handler holds one, and one is ` +
    "reserved; increase the pool's size (and maxHandlers), or acquireTimeoutMs."
  );
}
