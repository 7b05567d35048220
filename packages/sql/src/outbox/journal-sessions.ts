import { tracking } from "../inbox/transaction-tracking.js";
import { isAcquireTimeout } from "../sessions/acquire-timeout.js";
import type { Session, Sessions } from "../sessions/session.js";
import { withoutStatements } from "./without-statements.js";

/**
 * Names the likely cause when no connection becomes free, and removes the journal's statements from errors. A call that is made inside
 * an open transaction needs a second connection while it keeps the first one.
 */
export function journalSessions<Tx>(sessions: Sessions<Tx>): Sessions<Tx> {
  async function explained<Result>(
    work: () => Promise<Result>,
    statements: readonly string[] = [],
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!isAcquireTimeout(error)) throw withoutStatements(error, statements);
      throw new Error(`${error.message} ${toCause()}`, { cause: error });
    }
  }
  const wrap = (session: Session<Tx>): Session<Tx> => ({
    ...session,
    // A library's session connects here.
    transact: (opening, statements, timeoutMs) =>
      explained(() => session.transact(opening, statements, timeoutMs), statements),
    begin: (opening, statements) => explained(() => session.begin(opening, statements), statements),
    commit: (statements, timeoutMs) =>
      explained(() => session.commit(statements, timeoutMs), statements),
  });
  return {
    open: async () => wrap(await explained(() => sessions.open())),
    openToHold: async () => wrap(await explained(() => sessions.openToHold())),
  };
}

function toCause(): string {
  // Known if the application tracks its handlers.
  const where =
    tracking.storage?.getStore() === undefined
      ? "If the call was made inside an open transaction or a webhook handler, that one keeps a connection"
      : "The call was made inside a webhook handler, whose transaction keeps a connection";
  return `${where} while the journal waits for a second one: make the call after the transaction, or queue it with the outbox.`;
}
