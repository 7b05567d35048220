/** What finds the transaction of a running handler. */
export interface TransactionStorage {
  run<Result>(tx: unknown, handler: () => Result): Result;
  getStore(): unknown;
}

/** The state that all copies of this package in a process share: a process may load several entries, in two formats. */
interface TransactionTracking {
  /** Undefined until `currentTransaction` is imported: an AsyncLocalStorage slows down every promise of the process. */
  storage: TransactionStorage | undefined;
}

const key = Symbol.for("numipay.transactionTracking");
const states = globalThis as { [key]?: TransactionTracking };

export const tracking: TransactionTracking = (states[key] ??= { storage: undefined });
