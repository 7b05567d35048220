import { currentTransaction } from "./current-transaction.js";

/**
 * Gives services the `tx` of the handler that is running, any number of calls away from it, and the database itself outside of a
 * handler. A provider for Nest and other containers, in any scope. It belongs to one database: the inbox's.
 *
 * @example
 * const provider = {
 *   provide: TransactionHost,
 *   inject: [DataSource],
 *   useFactory: ({ manager }: DataSource) => new TransactionHost(manager),
 * };
 */
export class TransactionHost<Tx> {
  readonly #database: Tx;

  /** @param database what `tx` is outside of a handler: TypeORM's `dataSource.manager`, a Prisma client, a pool */
  constructor(database: Tx) {
    this.#database = database;
  }

  /** The transaction of the running handler, or the database. Read it for each use: it ends when the handler returns. */
  get tx(): Tx {
    return currentTransaction<Tx>() ?? this.#database;
  }
}
