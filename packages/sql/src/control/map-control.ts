import { type Control, reservedPrefix } from "./control.js";
import type { Level, TransactionState } from "./transaction-state.js";

/** A statement to send. */
export interface Mapped {
  sql: string;
  /** The command to report in the result if a savepoint was sent in its place. */
  command: "BEGIN" | "COMMIT" | "ROLLBACK" | undefined;
  /** Call this if the statement fails. */
  undo: () => void;
}

/** One handler's part of the transaction. */
export interface HandlerPart {
  /** How many levels were open before the handler started. */
  base: number;
  /** How many of its statements are running. */
  running: number;
}

const nothing = (): void => undefined;

/**
 * Maps transaction control within the inbox's transaction to savepoints and tracks them.
 *
 * @throws Error with the fix when a statement cannot be mapped
 */
export function mapControl(
  text: string,
  control: Exclude<Control, { kind: "none" }>,
  state: TransactionState,
  part: HandlerPart,
): Mapped {
  const { levels } = state;
  switch (control.kind) {
    case "rejected":
      throw rejection("A handler's statement", control.reason);
    case "begin":
      return begin(state, part);
    case "commit": {
      const { at, name } = findNested(state, part, "COMMIT");
      const ended = levels.splice(at);
      // If the transaction is aborted, RELEASE fails and the savepoint remains.
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
      // The server rejects an unknown savepoint.
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
    throw rejection(
      "BEGIN",
      "another nested transaction is running on the same tx. Run them one after another",
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

/** Finds the innermost transaction that the handler began. */
function findNested(
  { levels }: TransactionState,
  { base }: HandlerPart,
  command: string,
): { at: number; name: string } {
  const at = levels.findLastIndex(({ isNested }) => isNested);
  const level = levels[at];
  if (level === undefined || at < base) {
    throw rejection(
      command,
      "it would end the inbox's transaction. Return to commit, or throw to roll back",
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
    throw rejection(`Savepoint "${name}"`, "another handler set it. Use another name");
  }
  if (levels.slice(at + 1).some(({ isNested }) => isNested)) {
    throw rejection(
      `Savepoint "${name}"`,
      "a transaction begun after it is still open. End that transaction first",
    );
  }
}

function rejection(what: string, reason: string): Error {
  return new Error(`${what} was rejected and not sent: ${reason}.`);
}
