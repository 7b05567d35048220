/** A generated Prisma client, or an extension of one. */
export interface PrismaClientLike {
  // Its types are generated, and overloaded.
  $transaction: (...args: never[]) => unknown;
  $executeRawUnsafe: (...args: never[]) => unknown;
}

/** The transaction of a Prisma client: its `Prisma.TransactionClient`, with the client's extensions. */
export type PrismaTransaction<Client> = Client extends {
  $transaction: (...args: infer Args) => unknown;
}
  ? Args extends [(tx: infer Tx) => unknown, ...unknown[]]
    ? Tx
    : never
  : never;

/** What the inbox uses of a Prisma transaction. */
export interface NativeTransaction {
  $queryRawUnsafe(query: string): PromiseLike<unknown>;
  $executeRawUnsafe(query: string): PromiseLike<number>;
  /** Nested: sets a savepoint. */
  $transaction(
    callback: (tx: NativeTransaction) => Promise<unknown>,
    options?: unknown,
  ): Promise<unknown>;
}

/** What the inbox uses of a Prisma client. */
export interface NativeClient {
  $transaction(
    callback: (tx: NativeTransaction) => Promise<unknown>,
    options: { maxWait: number; timeout: number },
  ): Promise<unknown>;
}
