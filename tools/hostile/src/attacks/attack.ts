import type { HostileConnection } from "./hostile-client.js";

/** Where an attack runs. */
export interface Arena {
  open: () => Promise<HostileConnection>;
  /** Whether the attack should be a small one. */
  isQuick: boolean;
  /** Aborts at the deadline. */
  signal: AbortSignal;
  /** Resolves once the server has read everything that it is willing to read. */
  untilRead: () => Promise<void>;
}

export interface Attack {
  name: string;
  description: string;
  play: (arena: Arena) => Promise<void>;
  /** Whether a quick run includes the attack. Defaults to `true`. */
  isInQuick?: boolean;
  /** Whether a parser of the host reads the bodies first, so that the memory is not the adapter's. */
  isParsedByHost?: (program: string) => boolean;
}
