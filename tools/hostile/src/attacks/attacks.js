// @ts-check
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
 * Where an attack is played. `isQuick` asks for a small one; `untilRead` resolves once the server has read all that it
 * is willing to read; `signal` aborts when time is up.
 *
 * @typedef {{
 *   open: () => Promise<import("./hostile-client.js").HostileConnection>,
 *   isQuick: boolean,
 *   signal: AbortSignal,
 *   untilRead: () => Promise<void>,
 * }} Arena
 * @typedef {{
 *   name: string,
 *   does: string,
 *   play: (arena: Arena) => Promise<void>,
 *   isInQuick?: boolean,
 *   parsedBy?: (program: string) => boolean,
 * }} Attack `parsedBy`: whether a parser of the host reads the bodies first, so that the memory is its own
 */

/**
 * Every attack. A quick run plays all of them against one process, so those under which a framework's own parser takes
 * much memory come last: what ours takes would hide behind it.
 *
 * @type {readonly Attack[]}
 */
export const attacks = [
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
