import type { Change } from "@numipay/core";
import type { Dialect, Found, HoldLimits, Opening } from "../dialects/dialect.js";
import type { Session } from "../sessions/session.js";
import { toState } from "./record-state.js";

/** Begins the transaction and takes the lock, unless the change is recorded or the lock is a row that is held. */
export async function openClaim<Tx>(
  session: Session<Tx>,
  dialect: Dialect,
  { change, limits }: { change: Change; limits: HoldLimits },
): Promise<Found> {
  const begin = async (): Promise<Found> => {
    const { statements, read } = dialect.claim(change, limits);
    return read(await session.begin(dialect.write, statements));
  };
  const { rowLock } = dialect;
  if (rowLock === undefined) {
    try {
      return await begin();
    } catch (error) {
      if (!dialect.lacksFunctions?.(error)) throw error;
      await session.rollback();
      return begin();
    }
  }
  const before = rowLock.read(change);
  const { records, hasRow } = before.read(await session.transact(dialect.read, before.statements));
  const held: Found = { opened: undefined, records };
  if (toState(change, records, false) !== "in-progress") return held;
  try {
    if (!hasRow) await session.transact(dialect.read, rowLock.insert(change));
    return await begin();
  } catch (error) {
    if (rowLock.isHeld(error)) return held;
    throw error;
  }
}

/**
 * Rolls back a claim that is not applied, and returns its connection. Never rejects, unless it has a conflict to record.
 *
 * @param conflict the statements that record it
 */
export async function endUnapplied<Tx>(
  session: Session<Tx>,
  write: Opening,
  conflict: readonly string[] | undefined,
): Promise<void> {
  try {
    await session.rollback();
    if (conflict !== undefined) await session.transact(write, conflict);
    session.giveBack();
  } catch (error) {
    session.discard();
    // What else a claim found is committed: only the connection is lost.
    if (conflict !== undefined) throw error;
  }
}
