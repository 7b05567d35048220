import type { ApiFault, ChaosFault, DeliveryFault } from "./faults.js";

/** Faults to inject, each with its probability from 0 to 1. */
export interface ChaosOptions {
  /** The same seed gives the same faults. Defaults to the sandbox's seed. */
  readonly seed?: string;
  /** Faults of webhooks. */
  readonly deliveries?: Readonly<Partial<Record<DeliveryFault, number>>>;
  /** Faults of API calls, and of payments. */
  readonly api?: Readonly<Partial<Record<ApiFault, number>>>;
  /** A recorded plan. Injects exactly its faults. Cannot be combined with other options. */
  readonly replay?: ChaosPlan;
}

/** The faults that were injected, as plain data. Save it as JSON and replay it with `chaos: { replay }`. */
export interface ChaosPlan {
  readonly version: 1;
  readonly seed: string;
  /** The probabilities of the recording. A replay ignores them. */
  readonly options: Pick<ChaosOptions, "deliveries" | "api">;
  /** In the order in which they were injected. */
  readonly faults: readonly ChaosFault[];
}
