import type { ApiFault, ChaosFault, DeliveryFault } from "./faults.js";

/** How often the sandbox goes wrong on purpose: each fault with its probability, 0 to 1, for each occasion that it has. */
export interface ChaosOptions {
  /** The faults are drawn from it: same seed, same faults. Default: the sandbox's own. */
  readonly seed?: string;
  /** What befalls webhooks. */
  readonly deliveries?: Readonly<Partial<Record<DeliveryFault, number>>>;
  /** What befalls calls of the API, and what the gateway makes of a payment. */
  readonly api?: Readonly<Partial<Record<ApiFault, number>>>;
  /** A plan that was played: exactly its faults are played again, and no other. Goes alone. */
  readonly replay?: ChaosPlan;
}

/** What was played, as plain data: written to a file as JSON, it can be played again with `chaos: { replay }`. */
export interface ChaosPlan {
  readonly version: 1;
  readonly seed: string;
  /** The probabilities that the faults were drawn with; a replay does not need them. */
  readonly options: Pick<ChaosOptions, "deliveries" | "api">;
  /** In the order in which they were played. */
  readonly faults: readonly ChaosFault[];
}
