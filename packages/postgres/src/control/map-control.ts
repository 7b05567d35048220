import { type Control, reservedPrefix } from "./read-control.js";
import type { Level, TransactionState } from "./transaction-state.js";

/** A statement as it is sent. */
export interface Mapped {
  sql: string;
  /** The command of the result, where a savepoint was sent instead of it. */
  command: "BEGIN" | "COMMIT" | "ROLLBACK" | undefined;
  /** To be called when the statement failed. */
  undo: () => void;
}

/** Where a handler's part of a transaction begins, and what of it runs right now. */
export interface HandlerPart {
  /** How many levels the transaction had before. */
  base: number;
  running: number;
}

const nothing = (): void => undefined;

/**
 * Maps transaction control within the inbox's transaction to savepoints, and keeps account of them. Throws an Error that
 * says what to do for what cannot be mapped.
 */
export function mapControl(
  text: string,
  control: Exclude<Control, { kind: "none" }>,
  state: TransactionState,
  part: HandlerPart,
): Mapped {
  const { levels } = state;
  switch (control.kind) {
    case "refused":
      throw refusal("A statement of a handler was refused", control.reason);
    case "begin":
      return begin(state, part);
    case "commit": {
      const { at, name } = findNested(state, part, "COMMIT");
      const ended = levels.splice(at);
      // An aborted transaction cannot release a savepoint, and has it still.
      const undo = (): void => void levels.splice(at, 0, ...ended);
      return { sql: `RELEASE SAVEPOINT ${name}`, command: "COMMIT", undo };
    }
    case "rollback": {
      const { at, name } = findNested(state, part, "ROLLBACK");
      levels.splice(at);
      const sql = `ROLLBACK TO SAVEPOINT ${name}; RELEASE SAVEPOINT ${name}`;
      return { sql, command: "ROLLBACK", undo: nothing };
    }
    case "savepoint":
      return { sql: text, command: undefined, undo: push(levels, control.name, false) };
    case "release":
    case "rollback-to": {
      const at = levels.findLastIndex(({ name }) => name === control.name);
      // What was never set, the server refuses.
      if (at === -1) return { sql: text, command: undefined, undo: nothing };
      requireOwn(levels, at, part, control.name);
      const ended = levels.splice(control.kind === "release" ? at : at + 1);
      const undo = (): void => void levels.push(...ended);
      return { sql: text, command: undefined, undo };
    }
  }
}

function begin(state: TransactionState, { base, running }: HandlerPart): Mapped {
  const isNested = state.levels.slice(base).some((level) => level.isNested);
  if (isNested && running > 0) {
    throw refusal(
      "BEGIN was refused",
      "another transaction within this handler's is at work on the same tx. Run one after the other",
    );
  }
  state.begun += 1;
  const name = `${reservedPrefix}${state.begun}`;
  return { sql: `SAVEPOINT ${name}`, command: "BEGIN", undo: push(state.levels, name, true) };
}

function push(levels: Level[], name: string, isNested: boolean): () => void {
  const level = { name, isNested };
  levels.push(level);
  return () => {
    const at = levels.indexOf(level);
    if (at !== -1) levels.splice(at, 1);
  };
}

/** The innermost transaction that the handler began itself. */
function findNested(
  { levels }: TransactionState,
  { base }: HandlerPart,
  command: string,
): { at: number; name: string } {
  const at = levels.findLastIndex(({ isNested }) => isNested);
  const level = levels[at];
  if (level === undefined || at < base) {
    throw refusal(
      `${command} was refused`,
      "it would end the inbox's transaction, and the effect would be kept or lost without the record. Return to commit, " +
        "throw to roll back",
    );
  }
  return { at, name: level.name };
}

function requireOwn(
  levels: readonly Level[],
  at: number,
  { base }: HandlerPart,
  name: string,
): void {
  if (at < base) {
    throw refusal(
      `Savepoint "${name}" was refused`,
      "another handler set it, and it would undo what that one wrote. Set one of its own name",
    );
  }
  if (levels.slice(at + 1).some(({ isNested }) => isNested)) {
    throw refusal(
      `Savepoint "${name}" was refused`,
      "a transaction that was begun after it is still open. End that one first",
    );
  }
}

function refusal(what: string, why: string): Error {
  return new Error(`${what}, nothing was sent: ${why}.`);
}
