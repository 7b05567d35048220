import { setImmediate } from "node:timers/promises";
import type { PGliteInterface, Results, Transaction } from "@electric-sql/pglite";
import type { Recorded, Session, Sessions, StatementResult } from "./session.js";

/** What the inbox needs of a PGlite. */
export type PgliteDatabase = Pick<PGliteInterface, "transaction" | "exec">;

/** What handlers write through: PGlite's transaction, without the means to end it. */
export type PgliteTransaction = Pick<Transaction, "query" | "sql" | "exec">;

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
  return {
    // No transaction is held that has no name, so this is a session.
    open: async () => (await takeTurn(db, turns, limits)) as Session<PgliteTransaction>,
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
      await tx.exec("ROLLBACK");
      await new Promise((_resolve, end) => {
        // Whoever stopped waiting meanwhile has no use for it.
        if (!isWaiting) return end();
        stopWaiting();
        resolve(toSession(tx, turns, idleTimeoutMs, end));
      });
    });
    // A turn that was had always ends by a rejection: PGlite then rolls back whatever is open still.
    turn.catch(refuse);
  });
}

function toSession(
  tx: Transaction,
  turns: Turns,
  idleTimeoutMs: number,
  endTurn: () => void,
): Session<PgliteTransaction> {
  let holding: Holding | undefined;
  let refusal: string | undefined;
  let running = 0;
  let timer: NodeJS.Timeout | undefined;

  const end = (why: string): void => {
    if (refusal !== undefined) return;
    refusal = why;
    clearTimeout(timer);
    if (turns.holding === holding) turns.holding = undefined;
    endTurn();
  };
  async function run<Answer>(statement: () => Promise<Answer>): Promise<Answer> {
    if (refusal !== undefined) throw new Error(refusal);
    clearTimeout(timer);
    running += 1;
    try {
      return await statement();
    } finally {
      running -= 1;
      if (running === 0 && refusal === undefined) {
        timer = setTimeout(() => end(toIdle(idleTimeoutMs)), idleTimeoutMs);
      }
    }
  }

  return {
    tx: {
      query: (sql, params, options) => run(() => tx.query(sql, params, options)),
      sql: (strings, ...values: unknown[]) => run(() => tx.sql(strings, ...values)),
      exec: (sql, options) => run(() => tx.exec(sql, options)),
    },
    run: async (sql) => (await run(() => tx.exec(sql))).map(toStatementResult),
    giveBack: () => end(isOver),
    discard: () => end(isOver),
    hold(name, records) {
      holding = { name, records };
      turns.holding = holding;
      for (const look of turns.waiting) look(holding);
    },
  };
}

/** PGlite adds up the rows that a text's statements wrote; the inbox asks for the first one's. */
function toStatementResult({ rows, affectedRows = 0 }: Results): StatementResult {
  return { rows, rowCount: affectedRows };
}

const isOver = "The inbox's transaction is over: await every statement on tx within the handler.";

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
