import type { Sent } from "./survivors.js";
import type { Sequence, Step } from "./steps.js";

/** Sends a handler's statements on an engine. */
export interface Sender<Tx> {
  /** Sends a text. `way` selects one of the engine's query methods. */
  send(tx: Tx, text: string, way: number): Promise<unknown>;
  /** The way that uses a nested transaction. */
  contained?: number;
  effect(key: string, effect: number): string;
  violation: string;
}

/** Runs a sequence as a handler, and records its statements in `sent`. */
export async function playSequence<Tx>(
  sequence: Sequence,
  { tx, key, sender, sent }: { tx: Tx; key: string; sender: Sender<Tx>; sent: Sent[] },
): Promise<void> {
  let effects = 0;

  function send(entry: Omit<Sent, "isDone">, text: string, way = 0): Promise<unknown> {
    const statement: Sent = { ...entry, isDone: undefined };
    sent.push(statement);
    return sender.send(tx, text, way).then(
      (result) => {
        statement.isDone = true;
        return result;
      },
      (error: unknown) => {
        statement.isDone = false;
        // A rejected statement fails the whole transaction.
        const isRejection = /rejected and not sent/.test(String(error));
        statement.isRejected = isRejection;
        statement.isContained = way > 0 && way === sender.contained && !isRejection;
        throw error;
      },
    );
  }

  async function play(step: Step): Promise<void> {
    switch (step.do) {
      case "effect": {
        effects += 1;
        const text = sender.effect(key, effects);
        const result = send({ kind: "effect", effect: effects }, text, step.way);
        if (step.isAwaited) await result;
        else result.catch(() => undefined);
        return;
      }
      case "violation":
        return void (await send({ kind: "violation" }, sender.violation));
      case "fail":
      case "setting":
        return void (await send({ kind: "other" }, step.text));
      case "forbidden":
        return void (await send({ kind: "forbidden" }, step.text));
      case "throw":
        throw new Error("The handler throws.");
      case "nested":
        return playNested(step);
      default:
        return void (await send(
          "name" in step ? { kind: step.do, name: step.name } : { kind: step.do },
          step.text,
        ));
    }
  }

  async function playNested({ steps, isCaught }: Extract<Step, { do: "nested" }>): Promise<void> {
    await send({ kind: "begin" }, "BEGIN");
    try {
      for (const step of steps) await play(step);
      await send({ kind: "commit" }, "COMMIT");
    } catch (error) {
      await send({ kind: "rollback" }, "ROLLBACK");
      if (!isCaught) throw error;
    }
  }

  for (const { step, isCaught } of sequence.steps) {
    try {
      await play(step);
    } catch (error) {
      if (!isCaught || step.do === "throw") throw error;
    }
  }
}
