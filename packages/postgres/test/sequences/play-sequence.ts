import type { Sent } from "./survivors.js";
import type { Sequence, Step } from "./steps.js";

/** How the statements of a handler are sent on an engine. */
export interface Sender<Tx> {
  /** Sends a text in one of the engine's ways; the same number is the same way. */
  send(tx: Tx, text: string, way: number): Promise<unknown>;
  /** The way that sends it in a transaction of its own. */
  contained?: number;
  effect(key: string, effect: number): string;
  violation: string;
}

/** Does what a sequence says, as a handler. What was sent is written down in `sent`. */
export async function playSequence<Tx>(
  sequence: Sequence,
  { tx, key, sender, sent }: { tx: Tx; key: string; sender: Sender<Tx>; sent: Sent[] },
): Promise<void> {
  let effects = 0;

  function send(entry: Omit<Sent, "isDone">, text: string, way = 0): Promise<unknown> {
    const written: Sent = { ...entry, isDone: undefined };
    sent.push(written);
    return sender.send(tx, text, way).then(
      (answer) => {
        written.isDone = true;
        return answer;
      },
      (error: unknown) => {
        written.isDone = false;
        // What was refused fails the whole transaction.
        const isRefusal = /nothing was sent/.test(String(error));
        written.isContained = way > 0 && way === sender.contained && !isRefusal;
        throw error;
      },
    );
  }

  async function play(step: Step): Promise<void> {
    switch (step.do) {
      case "effect": {
        effects += 1;
        const text = sender.effect(key, effects);
        const answer = send({ kind: "effect", effect: effects }, text, step.way);
        if (step.isAwaited) await answer;
        else answer.catch(() => undefined);
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
        throw new Error("the handler throws");
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
