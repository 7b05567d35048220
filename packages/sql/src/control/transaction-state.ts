/** A savepoint: set by a handler, or mapped from its BEGIN. */
export interface Level {
  name: string;
  isNested: boolean;
}

/** The state of the transaction that handlers run in. */
export interface TransactionState {
  /** Outermost first. */
  levels: Level[];
  /** How many of the handlers' statements are running. */
  running: number;
  /** How many of the handlers' statements were admitted. */
  admitted: number;
  /** How many BEGINs were mapped to savepoints. Makes their names unique. */
  begun: number;
  /** Why it cannot be committed. Further statements are rejected with this error. The first reason is kept. */
  failure: Error | undefined;
  /** Why the database rolled it back, if it can be repeated: the inbox is unavailable, and the handler did not fail. */
  interruption: Error | undefined;
  /** Why its connection was lost. */
  lost: Error | undefined;
  /** Why it is over: completed, released or abandoned. */
  over: Error | undefined;
  /** The last rejection of a statement whose handler had returned. */
  late: Error | undefined;
  /** Whether a statement may have changed state that outlives the transaction. */
  altersSession: boolean;
  /** Whether a statement may have changed the transaction's user, its encoding, or how it commits. */
  altersTransaction: boolean;
}

/** The state of a new transaction. */
export function newTransaction(): TransactionState {
  return {
    levels: [],
    running: 0,
    admitted: 0,
    begun: 0,
    failure: undefined,
    interruption: undefined,
    lost: undefined,
    over: undefined,
    late: undefined,
    altersSession: false,
    altersTransaction: false,
  };
}
