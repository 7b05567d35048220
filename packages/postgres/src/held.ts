import type { ClaimHooks, HandlerScope, Lease } from "@numipay/core";
import type { Session } from "./session.js";
import type { Opened } from "./statements.js";

/** A change that is claimed, and the transaction in which it is applied. */
export interface Held<Tx> {
  session: Session<Tx>;
  transactionKey: string;
  opened: Opened;
  /** Whether it was recorded before, as unhandled. */
  isRecorded: boolean;
  /** Every handle that was opened. */
  scopes: HandlerScope<Tx>[];
}

/** The lease of a change that is held. */
export function toLease<Tx>(
  held: Held<Tx>,
  contradicts: string | undefined,
  { onLateStatement }: ClaimHooks,
): Lease<Tx> {
  const scope = (): HandlerScope<Tx> => {
    const opened = held.session.openScope(onLateStatement);
    held.scopes.push(opened);
    return opened;
  };
  let own: HandlerScope<Tx> | undefined;
  return {
    fencingToken: held.opened.fence,
    contradicts,
    // Handlers have handles of their own, so this one is rarely asked for.
    get tx() {
      own ??= scope();
      return own.tx;
    },
    scope,
  };
}

/** Ends the handles that are open still. What they complain of is in the transaction's state. */
export function closeScopes<Tx>({ scopes }: Held<Tx>): void {
  for (const scope of scopes) {
    try {
      scope.close();
    } catch {
      // As above.
    }
  }
}

/** Why tx is refused once the transaction is over. */
export const isOver =
  "tx was used after its transaction had ended, and the statement was not run. Use it within the handler only.";

/** Why tx is refused once the handlers have exceeded their time. */
export const isAbandoned =
  "tx was used after its handler had exceeded handlerTimeoutMs. Its transaction was rolled back, and the statement was not " +
  "run. Make the handler faster, or set handlerTimeoutMs higher.";
