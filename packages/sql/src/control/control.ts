/** The transaction control in a query text. */
export type Control =
  | { kind: "none" }
  /** A single statement that begins or ends a transaction. */
  | { kind: "begin" | "commit" | "rollback" }
  | { kind: "savepoint" | "release" | "rollback-to"; name: string }
  /** Not allowed within the inbox's transaction; `reason` completes an error message. */
  | { kind: "rejected"; reason: string };

/** A parsed query text. */
export interface ReadText {
  control: Control;
  /** Whether it may change state that outlives the transaction: session settings, advisory locks, LISTEN. */
  altersSession: boolean;
  /** Whether it may change the transaction's user, its encoding, or how it commits. */
  altersTransaction: boolean;
}

/** The prefix of the inbox's own savepoints. */
export const reservedPrefix = "numipay_";
