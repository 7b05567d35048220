/** How a process observes. `absent`: its runtime has no channels. `unsubscribed`: without a subscriber. `counted`: one that only counts. */
export type Observation = "absent" | "unsubscribed" | "counted";

/** What a process does a number of times. */
export interface Batch {
  work: "delivery" | "call";
  count: number;
}

/** The time of a batch, for each delivery or call. */
export interface BatchTime {
  microseconds: number;
  /** How many events were received of each. */
  received: number;
}

/** The operations of each, of which a subscriber receives the beginning and the end. */
export const operations = {
  // The delivery, its verification, claim, handler and commit.
  delivery: 5,
  // The call and its request.
  call: 2,
} as const;

/** @throws Error when a process received anything else than it must */
export function checkReceived(
  observation: Observation,
  work: Batch["work"],
  { received }: BatchTime,
): void {
  const expected = observation === "counted" ? 2 * operations[work] : 0;
  if (received === expected) return;
  throw new Error(`${observation}: ${received} events per ${work}; expected ${expected}.`);
}
