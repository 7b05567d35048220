import type { Session, Sessions } from "../session.js";

/** Gives handlers what a function creates from the tx of other sessions. */
export function mapSessions<From, To>(
  sessions: Sessions<From>,
  toTx: (tx: From) => To,
): Sessions<To> {
  const map = (session: Session<From>): Session<To> => ({
    ...session,
    openScope(onLateStatement) {
      const scope = session.openScope(onLateStatement);
      return { tx: toTx(scope.tx), close: () => scope.close() };
    },
  });
  return {
    open: async () => map(await sessions.open()),
    openToHold: async () => map(await sessions.openToHold()),
  };
}
