/** Runs SQL: a `pg` client, a PGlite transaction or a connection of mysql2. */
export interface Queryable {
  query(text: string, values?: unknown[]): Promise<unknown>;
  /** Runs several statements. Only PGlite has it; `query` of the others accepts several as well. */
  exec?(text: string): Promise<unknown>;
}

/** The transaction that a handler's effect commits in, or undefined if the engine has none. */
export type Tx = Queryable | undefined;

export function requireTx(tx: Tx): Queryable {
  if (tx === undefined) throw new Error("This engine has no transaction.");
  return tx;
}
