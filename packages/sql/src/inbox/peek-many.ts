import type { Change } from "@numipay/core";
import type { Dialect } from "../dialects/dialect.js";
import { type PeekState, toState } from "./record-state.js";
import type { Runner } from "./runner.js";

/** Statements stay far below the limits of every database. */
const mostAtOnce = 500;

/**
 * Creates the function that returns the states of many changes. Most of them are recorded, so locks are only read for the others,
 * and before their records: what a holder commits between the two reads must not look new.
 */
export function createPeekMany(
  runner: Runner,
  dialect: Dialect,
): (changes: readonly Change[]) => Promise<PeekState[]> {
  async function peekSome(changes: readonly Change[]): Promise<PeekState[]> {
    const records = await runner.read(dialect.readRecords(changes));
    const states = changes.map((change, at) => toState(change, records[at] ?? [], true));
    const open = [...states.keys()].filter((at) => ["new", "unhandled"].includes(states[at] ?? ""));
    if (open.length === 0) return states;
    const found = await runner.read(dialect.peek(open.map((at) => changes[at] as Change)));
    for (const [index, at] of open.entries()) {
      const { opened, records: current = [] } = found[index] ?? {};
      states[at] = toState(changes[at] as Change, current, opened !== undefined);
    }
    return states;
  }

  return async (changes) => {
    const states: PeekState[] = [];
    for (let at = 0; at < changes.length; at += mostAtOnce) {
      states.push(...(await peekSome(changes.slice(at, at + mostAtOnce))));
    }
    return states;
  };
}
