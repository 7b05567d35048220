import type { Session, Sessions } from "../session.js";

/** Gives handlers what a function creates from the tx of other sessions. */
export function mapSessions<From, To>(
  { open, openToHold }: Sessions<From>,
  toTx: (tx: From) => To,
): Sessions<To> {
  const map = (session: Session<From>): Session<To> => ({
    ...session,
    openScope(onLateStatement) {
      const { tx, close } = session.openScope(onLateStatement);
      return { tx: toTx(tx), close };
    },
  });
  return {
    open: async () => map(await open()),
    openToHold: async () => map(await openToHold()),
  };
}
