import type { Attack } from "./attack.js";
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

/**
 * Every attack. A quick run plays all of them against the same process, so the attacks that make a framework's own parser use
 * much memory come last: they would hide the memory that our adapter uses.
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
