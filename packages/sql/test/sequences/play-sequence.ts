import type { Sent } from "./survivors.js";
import type { Sequence, Step } from "./steps.js";

/** Sends a handler's statements on an engine. */
export interface Sender<Tx> {
  /** Sends a text. `way` selects one of the engine's query methods. */
  send(tx: Tx, text: string, way: number): unknown;
  /** The ways that use a nested transaction, which contains a failure. */
  contained?: readonly number[];
  /** The ways that send one statement. An effect that is not awaited uses one of them. Defaults to `3`. */
  singles?: number;
  effect(key: string, effect: number): string;
  /** Writes an effect with the library's own methods, for every way but 0. Defaults to `send` of its text. */
  write?(tx: Tx, name: { key: string; effect: number }, way: number): unknown;
  violation: string;
  /** Runs a callback in the library's own nested transaction. Without it, texts begin and end nested transactions. */
  nest?(tx: Tx, inside: (inner: Tx) => Promise<void>): Promise<unknown>;
  /** Whether `nest` is used only while no statement has failed. Otherwise, texts are. */
  nestsIntact?: boolean;
}

/** What a sequence is played with. */
export interface Played<Tx> {
  tx: Tx;
  key: string;
  sender: Sender<Tx>;
  /** Receives each statement and its result. */
  sent: Sent[];
}

/** What a handler does next. `throw` its error into the generator, or continue. */
interface Action {
  run: () => unknown;
  isAwaited: boolean;
  settle: (error?: unknown) => void;
}

type Actions = Generator<Action, void, void>;

/** Plays a sequence as an async handler. */
export async function playSequence<Tx>(sequence: Sequence, played: Played<Tx>): Promise<void> {
  await playAll(toActions(sequence, played));
}

/** Plays a sequence as a synchronous handler. */
export function playSynchronously<Tx>(sequence: Sequence, played: Played<Tx>): void {
  const actions = toActions(sequence, played);
  let next = actions.next();
  while (next.done !== true) {
    const { run, isAwaited, settle } = next.value;
    const failed = runNow(run, settle);
    next = failed === undefined || !isAwaited ? actions.next() : actions.throw(failed.error);
  }
}

function runNow(run: () => unknown, settle: Action["settle"]): { error: unknown } | undefined {
  try {
    run();
    settle();
    return undefined;
  } catch (error) {
    settle(error);
    return { error };
  }
}

async function playAll(actions: Actions): Promise<void> {
  let next = actions.next();
  while (next.done !== true) {
    const { run, isAwaited, settle } = next.value;
    const failed = start(run).then(
      () => {
        settle();
        return undefined;
      },
      (error: unknown) => {
        settle(error);
        return { error };
      },
    );
    const outcome = isAwaited ? await failed : undefined;
    next = outcome === undefined ? actions.next() : actions.throw(outcome.error);
  }
}

async function start(run: () => unknown): Promise<unknown> {
  return await run();
}

function* toActions<Tx>(sequence: Sequence, played: Played<Tx>): Actions {
  const { key, sender, sent } = played;
  let effects = 0;
  let nests = 0;

  function* act(
    entry: Omit<Sent, "isDone">,
    run: () => unknown,
    { way = 0, isAwaited = true }: { way?: number; isAwaited?: boolean } = {},
  ): Actions {
    const statement: Sent = { ...entry, isDone: undefined };
    sent.push(statement);
    yield { run, isAwaited, settle: (error) => settle(statement, way, error) };
  }

  function settle(statement: Sent, way: number, error: unknown): void {
    statement.isDone = error === undefined;
    if (statement.isDone) return;
    // A rejected statement fails the whole transaction.
    const isRejection = /rejected and not sent/.test(String(error));
    statement.isRejected = isRejection;
    statement.isContained = sender.contained?.includes(way) === true && !isRejection;
  }

  const text = (tx: Tx, entry: Omit<Sent, "isDone">, sql: string): Actions =>
    act(entry, () => sender.send(tx, sql, 0));

  function* play(tx: Tx, step: Step): Actions {
    switch (step.do) {
      case "effect": {
        effects += 1;
        const name = { key, effect: effects };
        const { isAwaited } = step;
        const way = isAwaited ? step.way : step.way % (sender.singles ?? 3);
        const run = (): unknown =>
          sender.write === undefined || way === 0
            ? sender.send(tx, sender.effect(key, name.effect), way)
            : sender.write(tx, name, way);
        return yield* act({ kind: "effect", effect: effects }, run, { way, isAwaited });
      }
      case "violation":
        return yield* text(tx, { kind: "violation" }, sender.violation);
      case "fail":
      case "setting":
        return yield* text(tx, { kind: "other" }, step.text);
      case "forbidden":
        return yield* text(tx, { kind: "forbidden" }, step.text);
      case "throw":
        throw new Error("The handler throws.");
      case "nested":
        return yield* sender.nest === undefined || isLeftToTexts()
          ? playNested(tx, step)
          : nestByLibrary(tx, step, sender.nest.bind(sender));
      default:
        return yield* text(
          tx,
          "name" in step ? { kind: step.do, name: step.name } : { kind: step.do },
          step.text,
        );
    }
  }

  function isLeftToTexts(): boolean {
    return sender.nestsIntact === true && sent.some(({ isDone }) => isDone === false);
  }

  function* playNested(tx: Tx, { steps, isCaught }: Nested): Actions {
    yield* text(tx, { kind: "begin" }, "BEGIN");
    try {
      for (const step of steps) yield* play(tx, step);
      yield* text(tx, { kind: "commit" }, "COMMIT");
    } catch (error) {
      yield* text(tx, { kind: "rollback" }, "ROLLBACK");
      if (!isCaught) throw error;
    }
  }

  /** The library begins and ends a savepoint around the callback. */
  function* nestByLibrary(
    tx: Tx,
    { steps, isCaught }: Nested,
    nest: NonNullable<Sender<Tx>["nest"]>,
  ): Actions {
    nests += 1;
    const name = `library ${nests}`;
    const begun: Sent = { kind: "savepoint", name, isDone: undefined };
    const ended: Sent = { kind: "release", name, isDone: undefined };
    sent.push(begun);
    function* inside(inner: Tx): Actions {
      // The callback would end these itself, and the library again.
      for (const step of steps.filter(isContained)) yield* play(inner, step);
    }
    const run = async (): Promise<unknown> => {
      let didThrow = false;
      const result = nest(tx, async (inner) => {
        begun.isDone = true;
        try {
          await playAll(inside(inner));
        } catch (error) {
          didThrow = true;
          throw error;
        } finally {
          sent.push(ended);
        }
      });
      return await result.finally(() => {
        if (didThrow) ended.kind = "rollback-to";
        begun.isDone ??= false;
      });
    };
    const settleNested = (error?: unknown): void => {
      // It rolls back, unless the inbox has rejected a statement.
      ended.isDone =
        error === undefined ||
        (ended.kind === "rollback-to" && !sent.some(({ isRejected }) => isRejected === true));
    };
    try {
      yield { run, isAwaited: true, settle: settleNested };
    } catch (error) {
      if (!isCaught) throw error;
    }
  }

  for (const { step, isCaught } of sequence.steps) {
    try {
      yield* play(played.tx, step);
    } catch (error) {
      if (!isCaught || step.do === "throw") throw error;
    }
  }
}

type Nested = Extract<Step, { do: "nested" }>;

/** Whether a step neither begins nor ends what the library's callback is in. */
function isContained(step: Step): boolean {
  return ["effect", "fail", "setting"].includes(step.do);
}
