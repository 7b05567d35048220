import type { ClaimHooks, HandlerScope, Lease } from "@numipay/core";
import type { Opened } from "../dialects/dialect.js";
import { tracking } from "./transaction-tracking.js";
import type { Session } from "../sessions/session.js";

/** A claimed change and the transaction in which it is applied. */
export interface HeldChange<Tx> {
  session: Session<Tx>;
  transactionKey: string;
  opened: Opened;
  /** Whether it is already recorded as unhandled. */
  isRecorded: boolean;
  /** All handles opened so far. */
  scopes: HandlerScope<Tx>[];
}

/** Creates the lease of a claimed change. */
export function toLease<Tx>(
  held: HeldChange<Tx>,
  contradicts: string | undefined,
  { onLateStatement }: ClaimHooks,
): Lease<Tx> {
  const scope = (): HandlerScope<Tx> => {
    const { session, scopes } = held;
    const before = session.state.admitted;
    const opened: HandlerScope<Tx> = {
      ...session.openScope(onLateStatement),
      isUsed: () => session.state.admitted > before,
    };
    const { storage } = tracking;
    if (storage !== undefined) opened.run = (handler) => storage.run(opened.tx, handler);
    scopes.push(opened);
    return opened;
  };
  let own: HandlerScope<Tx> | undefined;
  return {
    fencingToken: held.opened.fencingToken,
    contradicts,
    // Handlers have their own handles, so this one is rarely needed.
    get tx() {
      own ??= scope();
      return own.tx;
    },
    scope,
    interruption: () => held.session.state.interruption,
  };
}

/** Closes all handles. Their errors are also in the transaction's state. */
export function closeScopes<Tx>({ scopes }: HeldChange<Tx>): void {
  for (const scope of scopes) {
    try {
      scope.close();
    } catch {
      // See above.
    }
  }
}

/** The error for tx after the transaction has ended. */
export const usedAfterEnd =
  "The handler used tx after its transaction had ended, so the statement was not run. Use tx only within the handler.";

/** The error for tx after the handlers exceeded their timeout. */
export const usedAfterTimeout =
  "The handler used tx after it had exceeded handlerTimeoutMs. Its transaction was rolled back, so the statement was not run. " +
  "Make the handler faster, or increase handlerTimeoutMs.";
