import { setImmediate } from "node:timers/promises";
import type { PGliteInterface, Results, Transaction } from "@electric-sql/pglite";
import { sharedState } from "@numipay/core/protocol";
import { createStatementGuard } from "../../control/statement-guard.js";
import { newTransaction, type TransactionState } from "../../control/transaction-state.js";
import type { Recorded, StatementResult } from "../../dialects/dialect.js";
import { toLiteral } from "../../dialects/postgres/literal.js";
import { readText } from "../../dialects/postgres/read-control.js";
import { acquireTimeout } from "../acquire-timeout.js";
import type { Session, Sessions } from "../session.js";
import { createPgliteHandle, type PgliteTransaction } from "./pglite-handle.js";

/** The parts of PGlite that the inbox uses. */
export type PgliteDatabase = Pick<PGliteInterface, "transaction" | "exec">;

/** Time limits, in milliseconds. */
export interface TurnLimits {
  /** How long to wait for a turn. */
  acquireTimeoutMs: number;
  /** How long a turn may go without a statement before it ends. */
  idleTimeoutMs: number;
}

/** A claimed transaction and its records. */
interface Holding {
  name: string;
  records: Recorded[];
}

/** The current claim on a database, and the callers that wait for their turn. */
interface Turns {
  holding: Holding | undefined;
  waiting: Set<(holding: Holding) => void>;
}

/** By database, because its inboxes share the connection. */
const turnsOf = /* @__PURE__ */ sharedState(
  "pgliteTurns",
  () => new WeakMap<PgliteDatabase, Turns>(),
);

/**
 * Creates sessions that take turns on PGlite's one connection. Each session is a `db.transaction`, because PGlite then queues
 * all other statements until it ends.
 */
export function pgliteSessions(
  db: PgliteDatabase,
  limits: TurnLimits,
): Sessions<PgliteTransaction> {
  const turns = turnsOf.get(db) ?? { holding: undefined, waiting: new Set() };
  turnsOf.set(db, turns);
  // Without a name, `takeTurn` always returns a session.
  const open = async () => (await takeTurn(db, turns, limits)) as Session<PgliteTransaction>;
  return {
    open,
    openToHold: open,
    openUnlessHeld: (name) => takeTurn(db, turns, limits, name),
  };
}

function takeTurn(
  db: PgliteDatabase,
  turns: Turns,
  { acquireTimeoutMs, idleTimeoutMs }: TurnLimits,
  name?: string,
): Promise<Session<PgliteTransaction> | { held: Recorded[] }> {
  return new Promise((resolve, reject) => {
    let isWaiting = true;
    const stopWaiting = (): void => {
      isWaiting = false;
      clearTimeout(timer);
      turns.waiting.delete(onHold);
    };
    const fail = (error: unknown): void => {
      stopWaiting();
      reject(error);
    };
    const onHold = (holding: Holding): void => {
      if (holding.name !== name) return;
      stopWaiting();
      resolve({ held: holding.records });
    };
    const timer = setTimeout(
      () => fail(acquireTimeout(toTimedOut(acquireTimeoutMs))),
      acquireTimeoutMs,
    );
    turns.waiting.add(onHold);
    if (turns.holding !== undefined) onHold(turns.holding);
    if (!isWaiting) return;

    const turn = db.transaction(async (tx) => {
      // PGlite runs in this process, so consecutive turns would block the event loop.
      await setImmediate();
      if (!isWaiting) return;
      // The inbox begins and ends its own transactions.
      const [, settings] = await tx.exec(`ROLLBACK; ${readSettings}`);
      const state = newTransaction();
      const held = new Promise<never>((_resolve, end) => {
        // The claim has timed out meanwhile.
        if (!isWaiting) return end();
        stopWaiting();
        resolve(toSession(tx, { turns, state, idleTimeoutMs, endTurn: end }));
      });
      try {
        await held;
      } finally {
        // The application uses the same connection, so restore its settings.
        if (state.altersSession) await tx.exec(`ROLLBACK; ${toRestore(settings)}`);
      }
    });
    // A turn always ends with a rejection, so that PGlite rolls back what is still open.
    turn.catch(fail);
  });
}

const readSettings =
  "SELECT current_setting('search_path') AS path, current_setting('role') AS role";

function toRestore(settings: Results | undefined): string {
  const [row] = settings?.rows ?? [];
  const { path = "", role = "none" } = (row ?? {}) as { path?: string; role?: string };
  return `SELECT set_config('role', ${toLiteral(role)}, false), set_config('search_path', ${toLiteral(path)}, false)`;
}

interface Turn {
  turns: Turns;
  state: TransactionState;
  idleTimeoutMs: number;
  endTurn: () => void;
}

function toSession(
  tx: Transaction,
  { turns, state, idleTimeoutMs, endTurn }: Turn,
): Session<PgliteTransaction> {
  let holding: Holding | undefined;
  let isEnded = false;
  let running = 0;
  let timer: NodeJS.Timeout | undefined;

  const end = (): void => {
    if (isEnded) return;
    isEnded = true;
    clearTimeout(timer);
    if (turns.holding === holding) turns.holding = undefined;
    endTurn();
  };
  const lose = (reason: Error): void => {
    state.lost ??= reason;
    end();
  };
  async function run<Result>(statement: () => Promise<Result>): Promise<Result> {
    if (state.lost !== undefined) throw state.lost;
    clearTimeout(timer);
    running += 1;
    try {
      return await statement();
    } finally {
      running -= 1;
      if (running === 0 && !isEnded) {
        timer = setTimeout(() => lose(new Error(toIdle(idleTimeoutMs))), idleTimeoutMs);
      }
    }
  }

  /** Runs statements in one call. */
  const send = async (statements: readonly string[]): Promise<StatementResult[]> =>
    (await run(() => tx.exec(statements.join(";\n"), asText))).map(toStatementResult);

  return {
    state,
    async transact({ begin }, statements) {
      return (await send([begin, ...statements, "COMMIT"])).slice(1, -1);
    },
    async begin({ begin }, statements) {
      return (await send([begin, ...statements])).slice(1);
    },
    async commit(statements) {
      await send([...statements, "COMMIT"]);
    },
    async rollback() {
      await send(["ROLLBACK"]);
    },
    openScope: (onLateStatement) =>
      createPgliteHandle(tx, run, createStatementGuard(state, readText, onLateStatement)),
    giveBack: end,
    discard: (reason = new Error(transactionEnded)) => lose(reason),
    hold(name, records) {
      holding = { name, records };
      turns.holding = holding;
      for (const onHold of turns.waiting) onHold(holding);
    },
  };
}

/** Ignores the application's parsers for the types that the inbox reads: boolean, bigint, integer, text. */
export const asText = { parsers: { 16: String, 20: String, 23: String, 25: String } };

/** PGlite adds up the written rows of all statements in a text; the inbox only needs the first one's. */
export function toStatementResult({ rows, affectedRows = 0 }: Results): StatementResult {
  return { rows, rowCount: affectedRows };
}

const transactionEnded =
  "The inbox's transaction has ended, so the statement was not run. Use tx only within the handler.";

function toTimedOut(acquireTimeoutMs: number): string {
  return (
    `Timed out after ${acquireTimeoutMs} ms waiting for the database. PGlite has one connection, so handlers run one after ` +
    "another. Keep handlers short, write through tx and not through db, or increase acquireTimeoutMs."
  );
}

function toIdle(idleTimeoutMs: number): string {
  return (
    `A handler ran no statement for ${idleTimeoutMs} ms, so its transaction was rolled back and nothing is recorded. While a ` +
    "handler runs, db waits for it: write through tx. For slow work outside the database, increase idleTimeoutMs."
  );
}
