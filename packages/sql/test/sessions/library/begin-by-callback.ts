import type { UserTransaction } from "@numipay/testing";

/** Opens a transaction of a library that only takes callbacks. */
export function beginByCallback<Tx>(
  transact: (work: (tx: Tx) => Promise<void>) => Promise<unknown>,
): Promise<UserTransaction> {
  return new Promise((resolve, reject) => {
    const rolledBack = new Error("The case rolls back.");
    const ended = transact(
      (tx) =>
        new Promise<void>((end, fail) => {
          resolve({
            tx,
            async commit() {
              end();
              await ended;
            },
            async rollback() {
              fail(rolledBack);
              await ended.catch(() => undefined);
            },
          });
        }),
    );
    ended.catch(reject);
  });
}
