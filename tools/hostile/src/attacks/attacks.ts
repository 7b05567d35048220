// @ts-check
import type { HostileConnection } from "./hostile-client.js";
import { deepJson, wideJson } from "./hostile-json.js";
import { halfOpen, slowBodies } from "./idle-connections.js";
import { longUrls, slashPaths } from "./long-urls.js";
import {
  oneByteChunks,
  oneByteChunksToParser,
  oneByteChunksToStream,
  oneByteWrites,
} from "./one-byte-chunks.js";
import { largeBodies, pipelining, unsignedFlood } from "./unsigned-floods.js";

// Where an attack is played. `isQuick` asks for a small one; `untilRead` resolves once the server has read all that it
// is willing to read; `signal` aborts when time is up.
export interface Arena {
  open: () => Promise<HostileConnection>;
  isQuick: boolean;
  signal: AbortSignal;
  untilRead: () => Promise<void>;
}

/** `parsedBy`: whether a parser of the host reads the bodies first, so that the memory is its own */
export interface Attack {
  name: string;
  does: string;
  play: (arena: Arena) => Promise<void>;
  isInQuick?: boolean;
  parsedBy?: (program: string) => boolean;
}

/**
 * Every attack. A quick run plays all of them against one process, so those under which a framework's own parser takes
 * much memory come last: what ours takes would hide behind it.
 */
export const attacks: readonly Attack[] = [
  slashPaths,
  longUrls,
  unsignedFlood,
  pipelining,
  deepJson,
  wideJson,
  largeBodies,
  slowBodies,
  halfOpen,
  oneByteChunksToStream,
  oneByteWrites,
  oneByteChunksToParser,
  oneByteChunks,
];
