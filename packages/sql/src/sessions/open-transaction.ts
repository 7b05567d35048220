/** A library's transaction that is open until it is ended from outside its callback. */
export interface OpenTransaction<Native> {
  native: Native;
  /** Lets the callback return, so that the library commits. Rejects if the commit fails. */
  commit(): Promise<void>;
  /** Makes the callback throw, so that the library rolls back. Resolves when it has. */
  rollback(): Promise<void>;
  /** Starts the rollback without waiting for it. */
  abandon(): void;
  /** Settles when the library has taken its connection back. Rejects unless it committed. */
  ended: Promise<unknown>;
}

/**
 * Opens a transaction of a library that only offers callbacks, and keeps it open. Libraries commit when the callback returns and
 * roll back when it throws.
 *
 * @param run the library's function, such as `(callback) => prisma.$transaction(callback)`
 * @throws the library's error if the transaction could not be opened
 */
export function openTransaction<Native>(
  run: (callback: (native: Native) => Promise<void>) => Promise<unknown>,
): Promise<OpenTransaction<Native>> {
  return new Promise((resolve, reject) => {
    const rolledBack = new Error("The inbox rolled the transaction back.");
    const ended = run(
      (native) =>
        new Promise<void>((end, fail) => {
          const abandon = (): void => fail(rolledBack);
          resolve({
            native,
            async commit() {
              end();
              await ended;
            },
            async rollback() {
              abandon();
              // A library may wrap the error of the callback, and one of the rollback itself is not of interest: the connection is
              // lost then, which also rolls back.
              await ended.catch(() => undefined);
            },
            abandon,
            get ended() {
              return ended;
            },
          });
        }),
    );
    // Before the callback was called, this is the error of opening. Afterwards it is reported by commit.
    ended.catch(reject);
  });
}
