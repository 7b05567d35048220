/** The property of a transaction that is synchronous; see `SynchronousTransaction`. */
export const synchronous: unique symbol = /* @__PURE__ */ Symbol.for("numipay.synchronous");

/**
 * A transaction of a synchronous driver, such as better-sqlite3. Handlers that get one must not return a promise: it would keep the
 * database locked. A handler that does fails, and its transaction is rolled back.
 */
export interface SynchronousTransaction {
  /** Marks the transaction. No function has this name: it exists only in types and on the object that handlers get. */
  readonly [synchronous]: true;
}

/** What a handler may return: anything, or anything but a promise if its transaction is synchronous. */
export type HandlerReturn<Tx> = Tx extends SynchronousTransaction ? SynchronousReturn : unknown;

// `void` alone would allow an async function.
type SynchronousReturn =
  | void
  | undefined
  | null
  | string
  | number
  | bigint
  | boolean
  | symbol
  | (object & { then?: undefined });

/** True for a transaction whose handlers must not return a promise. */
export function isSynchronous(tx: unknown): boolean {
  return (
    (typeof tx === "object" &&
      tx !== null &&
      (tx as Partial<SynchronousTransaction>)[synchronous]) === true
  );
}
