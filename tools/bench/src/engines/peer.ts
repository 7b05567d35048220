import type { Contestant } from "./contestant.js";
import type { EffectClient } from "./ledger.js";

/** A library that runs a change once, with its own connections. */
export interface Peer {
  contestant: Contestant<EffectClient>;
  /** Schemas that it created. */
  ownSchemas: readonly string[];
  close: () => Promise<void>;
}
