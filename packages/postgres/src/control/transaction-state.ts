/** A savepoint that is set: one of a handler's own, or what a BEGIN became. */
export interface Level {
  name: string;
  isNested: boolean;
}

/** What is known of a transaction that handlers work in. */
export interface TransactionState {
  /** Outermost first. */
  levels: Level[];
  /** How many statements of handlers have not ended. */
  running: number;
  /** How many BEGINs have become savepoints: their names are never used twice. */
  begun: number;
  /** Why it can no longer be committed: its statements are refused with it. The first reason counts. */
  failure: Error | undefined;
  /** Why its connection is gone. */
  lost: Error | undefined;
  /** Why it is over: completed, released or abandoned. */
  over: Error | undefined;
  /** Whether a statement may have changed what outlives the transaction. */
  altersSession: boolean;
  /** Whether a statement may have changed the transaction's role, or how it commits. */
  altersTransaction: boolean;
}

/** The state of a transaction that has just begun. */
export function newTransaction(): TransactionState {
  return {
    levels: [],
    running: 0,
    begun: 0,
    failure: undefined,
    lost: undefined,
    over: undefined,
    altersSession: false,
    altersTransaction: false,
  };
}
