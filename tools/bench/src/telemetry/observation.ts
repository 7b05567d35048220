/** What is done in a batch. */
export type Work = "delivery" | "call";

/** What observes the channels in a process: nothing, or a subscriber that only counts their events. */
export type Observation = "unsubscribed" | "counted";

/** Which copy of the core does it: the one with tracing channels, or the one without. */
export type Copy = "traced" | "plain";

export const copies: readonly Copy[] = ["traced", "plain"];

/** What a process does a number of times with each copy. */
export interface Batch {
  work: Work;
  count: number;
}

/** What one delivery or call took. */
interface Time {
  /** The median of real time. */
  microseconds: number;
  /** How many events were received of each. */
  received: number;
}

export type BatchTimes = Record<Copy, Time>;

/** The operations of each, of which a subscriber receives the beginning and the end. */
const operations = {
  // The delivery, its verification, claim, handler and commit.
  delivery: 5,
  // The call and its request.
  call: 2,
} as const;

/** @throws Error when a process received anything else than it must */
export function checkReceived(observation: Observation, work: Work, times: BatchTimes): void {
  for (const copy of copies) {
    const expected = observation === "counted" && copy === "traced" ? 2 * operations[work] : 0;
    const { received } = times[copy];
    if (received !== expected) {
      throw new Error(
        `${observation}, ${copy}: ${received} events per ${work}; expected ${expected}.`,
      );
    }
  }
}
