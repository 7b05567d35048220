import { setImmediate } from "node:timers/promises";
import type { PGliteInterface, Results, Transaction } from "@electric-sql/pglite";
import { createStatementGate } from "../control/statement-gate.js";
import { newTransaction, type TransactionState } from "../control/transaction-state.js";
import { toLiteral } from "../literal.js";
import type { Recorded, Session, Sessions, StatementResult } from "../session.js";
import { createPgliteHandle, type PgliteTransaction } from "./pglite-handle.js";

/** What the inbox needs of a PGlite. */
export type PgliteDatabase = Pick<PGliteInterface, "transaction" | "exec">;

/** Times that sessions keep, in milliseconds. */
export interface TurnLimits {
  /** How long to wait for a turn. */
  acquireTimeoutMs: number;
  /** After how long without a statement a turn ends. */
  idleTimeoutMs: number;
}

/** A payment's transaction that is claimed, and what is recorded of it. */
interface Holding {
  name: string;
  records: Recorded[];
}

/** Who is at work on a database, and who waits for it. */
interface Turns {
  holding: Holding | undefined;
  waiting: Set<(holding: Holding) => void>;
}

/** By database, so that all inboxes on one know of each other. */
const turnsOf = new WeakMap<PgliteDatabase, Turns>();

/**
 * Sessions of a PGlite, which has one connection: they take turns. Each is a `db.transaction`, because that alone keeps
 * everybody else's statements out: PGlite queues them until it is over.
 */
export function pgliteSessions(
  db: PgliteDatabase,
  limits: TurnLimits,
): Sessions<PgliteTransaction> {
  const turns = turnsOf.get(db) ?? { holding: undefined, waiting: new Set() };
  turnsOf.set(db, turns);
  // No transaction is held that has no name, so this is a session.
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
      turns.waiting.delete(look);
    };
    const refuse = (error: unknown): void => {
      stopWaiting();
      reject(error);
    };
    const look = (holding: Holding): void => {
      if (holding.name !== name) return;
      stopWaiting();
      resolve({ held: holding.records });
    };
    const timer = setTimeout(() => refuse(new Error(toLate(acquireTimeoutMs))), acquireTimeoutMs);
    turns.waiting.add(look);
    if (turns.holding !== undefined) look(turns.holding);
    if (!isWaiting) return;

    const turn = db.transaction(async (tx) => {
      // PGlite works in this process, and a row of turns would keep it from all else, such as the next webhook.
      await setImmediate();
      if (!isWaiting) return;
      // The inbox begins and ends its transactions itself: from here on this is a connection as any other.
      const [, settings] = await tx.exec(`ROLLBACK; ${readSettings}`);
      const state = newTransaction();
      const held = new Promise<never>((_resolve, end) => {
        // The claim has been refused meanwhile.
        if (!isWaiting) return end();
        stopWaiting();
        resolve(toSession(tx, { turns, state, idleTimeoutMs, endTurn: end }));
      });
      try {
        await held;
      } finally {
        // The application uses the same connection, and finds it as it was.
        if (state.altersSession) await tx.exec(`ROLLBACK; ${toRestore(settings)}`);
      }
    });
    // A turn that was had always ends by a rejection: PGlite then rolls back whatever is open still.
    turn.catch(refuse);
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
  async function run<Answer>(statement: () => Promise<Answer>): Promise<Answer> {
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

  return {
    state,
    run: async (sql) => (await run(() => tx.exec(sql, asText))).map(toStatementResult),
    openScope: (onLateStatement) =>
      createPgliteHandle(tx, run, createStatementGate(state, onLateStatement)),
    giveBack: end,
    discard: (reason = new Error(isOver)) => lose(reason),
    hold(name, records) {
      holding = { name, records };
      turns.holding = holding;
      for (const look of turns.waiting) look(holding);
    },
  };
}

/** Whatever parsers the application has set, for the types that the inbox reads: boolean, bigint, integer, text. */
const asText = { parsers: { 16: String, 20: String, 23: String, 25: String } };

/** PGlite adds up the rows that a text's statements wrote; the inbox asks for the first one's. */
function toStatementResult({ rows, affectedRows = 0 }: Results): StatementResult {
  return { rows, rowCount: affectedRows };
}

const isOver = "The inbox's transaction is over, and the statement was not run.";

function toLate(acquireTimeoutMs: number): string {
  return (
    `The database did not come free in ${acquireTimeoutMs} ms. It has one connection, and handlers work one after ` +
    "another: keep them short, let them write through tx and not through db, or wait longer (acquireTimeoutMs)."
  );
}

function toIdle(idleTimeoutMs: number): string {
  return (
    `A handler ran no statement for ${idleTimeoutMs} ms, so its transaction was ended and nothing is recorded. While a ` +
    "handler works, db waits for it: write through tx. If it has slow work beside the database, give it longer (idleTimeoutMs)."
  );
}
