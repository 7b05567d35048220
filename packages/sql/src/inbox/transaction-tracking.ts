import { sharedState } from "@numipay/core/protocol";

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

export const tracking = /* @__PURE__ */ sharedState<TransactionTracking>(
  "transactionTracking",
  () => ({ storage: undefined }),
);
