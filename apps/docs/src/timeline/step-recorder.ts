import type { Attempt, Exchange, Party, Step } from "./recording.js";

/** Who does something, and what, in one sentence. */
export type Caption = readonly [by: Party, title: string];

/** The state of both sides at one moment. */
export type Moment = Pick<Step, "at" | "gateway" | "shop" | "differences">;

export interface StepSources {
  takeMoment: () => Promise<Moment>;
  /** All delivery attempts so far. */
  attempts: () => Attempt[];
}

interface Note {
  exchange: Exchange;
  /** Undefined in a summary, which shows only its end. */
  moment: Moment | undefined;
}

/** Turns what happens on the network into steps. */
export function createStepRecorder({ takeMoment, attempts }: StepSources) {
  const steps: Step[] = [];
  let notes: Note[] = [];
  let isSummary = false;

  /** Runs an action. Returns its exchanges, its delivery attempts, and the moment after it. */
  async function watch(action: () => Promise<unknown>) {
    notes = [];
    const attemptsBefore = attempts().length;
    await action();
    const moment = await takeMoment();
    const before = notes.at(-1)?.moment;
    if (before !== undefined) moment.shop.log.unshift(...before.shop.log);
    return { notes, moment, made: attempts().slice(attemptsBefore) };
  }

  /** Notes an exchange with the state right after it. */
  async function note(exchange: Exchange): Promise<void> {
    notes.push({ exchange, moment: isSummary ? undefined : await takeMoment() });
  }

  /** Records an action without an exchange, or with one for each caption. */
  async function play(captions: readonly Caption[], action: () => Promise<unknown>): Promise<void> {
    const { notes: seen, moment, made } = await watch(action);
    if (seen.length !== captions.length && (seen.length > 0 || captions.length > 1)) {
      throw new Error(`${captions.length} captions for ${seen.length} exchanges.`);
    }
    const deliveries = [...made];
    captions.forEach(([by, title], index) => {
      const { exchange = null, moment: own = moment } = seen[index] ?? {};
      const isLast = index === captions.length - 1;
      const attempt = exchange?.from === "gateway" ? deliveries.shift() : undefined;
      steps.push({
        by,
        title,
        exchange,
        attempts: attempt === undefined ? [] : [attempt],
        ...(isLast ? moment : own),
      });
    });
  }

  /** Records all exchanges of an action as one step. */
  async function summarize([by, title]: Caption, action: () => Promise<unknown>): Promise<void> {
    isSummary = true;
    const { notes: seen, moment, made } = await watch(action);
    isSummary = false;
    steps.push({ by, title, exchange: seen.at(-1)?.exchange ?? null, attempts: made, ...moment });
  }

  return { steps, note, play, summarize };
}
