import type { HandlerScope } from "@numipay/core";
import { createStatementGuard, type StatementGuard } from "../control/statement-guard.js";
import { newTransaction } from "../control/transaction-state.js";
import type { Dialect, Opening, StatementResult } from "../dialects/dialect.js";
import { type OpenTransaction, openTransaction } from "./open-transaction.js";
import type { Session, Sessions } from "./session.js";

/** A library whose transactions are callbacks. */
export interface CallbackLibrary<Native, Tx> {
  /** Runs a callback in a transaction of the library: commits when it resolves, rolls back when it rejects. */
  transaction(callback: (native: Native) => Promise<void>): Promise<unknown>;
  /** Runs one statement, and returns its values in the database's text format. */
  query(native: Native, sql: string): Promise<StatementResult>;
  /** Creates the handle for one handler, which passes every statement to the guard before it is sent. */
  toHandle(native: Native, guard: StatementGuard): HandlerScope<Tx>;
}

/** Creates sessions on a library whose transactions are callbacks. Each statement is a round trip. */
export function callbackSessions<Native, Tx>(
  library: CallbackLibrary<Native, Tx>,
  dialect: Dialect,
): Sessions<Tx> {
  const open = async (): Promise<Session<Tx>> => callbackSession(library, dialect);
  return { open, openToHold: open };
}

function callbackSession<Native, Tx>(
  library: CallbackLibrary<Native, Tx>,
  dialect: Dialect,
): Session<Tx> {
  const state = newTransaction();
  let opened: OpenTransaction<Native> | undefined;

  async function start({ modes }: Opening): Promise<OpenTransaction<Native>> {
    if (state.lost !== undefined) throw state.lost;
    opened = await openTransaction<Native>((callback) => library.transaction(callback));
    for (const mode of modes) await library.query(opened.native, mode);
    return opened;
  }

  async function runAll(
    { native }: OpenTransaction<Native>,
    statements: readonly string[],
  ): Promise<StatementResult[]> {
    const results: StatementResult[] = [];
    for (const statement of statements) results.push(await library.query(native, statement));
    return results;
  }

  function requireOpened(): OpenTransaction<Native> {
    if (state.lost !== undefined) throw state.lost;
    if (opened === undefined) throw new Error("No transaction is open.");
    return opened;
  }

  const session: Session<Tx> = {
    state,
    async transact(opening, statements) {
      const started = await start(opening);
      const results = await runAll(started, statements);
      await started.commit();
      return results;
    },
    async begin(opening, statements) {
      return runAll(await start(opening), statements);
    },
    async commit(statements) {
      const current = requireOpened();
      await runAll(current, statements);
      await current.commit();
    },
    async rollback() {
      await opened?.rollback();
    },
    openScope(onLateStatement) {
      const guard = createStatementGuard(state, dialect.readText, onLateStatement);
      return library.toHandle(requireOpened().native, guard);
    },
    // The library has taken the connection back when its transaction ended.
    giveBack: () => undefined,
    discard(reason = new Error("The inbox's transaction has ended.")) {
      state.lost ??= reason;
      opened?.abandon();
    },
  };
  return session;
}
