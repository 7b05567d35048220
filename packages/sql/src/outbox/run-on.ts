import type { StatementResult } from "../dialects/dialect.js";

/**
 * Runs one statement on the transaction of an application, through the public functions of its driver or ORM, and returns the values
 * as text. `tx` is a transaction of the library, or that of a handler.
 *
 * @throws InvalidArgumentError naming `tx` when it is not a transaction
 */
export type RunOn<Tx> = (tx: Tx, statement: string) => Promise<StatementResult>;
