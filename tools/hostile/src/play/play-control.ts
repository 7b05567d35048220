// @ts-check
import { deepJson } from "../attacks/hostile-json.js";
import { oneByteChunksToStream } from "../attacks/one-byte-chunks.js";
import { findFaults } from "../verdict/find-faults.js";
import { playAttacks, scales } from "./play-attacks.js";

/** The faults of servers/express-control.js, as a run reports them. */
const controls = [
  { attack: oneByteChunksToStream, shows: "memory grew" },
  { attack: deepJson, shows: "got a 500" },
  { attack: deepJson, shows: "the store was asked" },
];

/** Attacks a server with faults of several kinds. One line for each that the run could not see. */
export async function playControl(): Promise<string[]> {
  const attacks = [oneByteChunksToStream, deepJson];
  const played = await playAttacks("express-control", attacks, scales.quick);
  const seen = new Map(
    attacks.map((attack, index) => [attack, played.slice(index, index + 1).flatMap(findFaults)]),
  );
  return controls
    .filter(({ attack, shows }) => !seen.get(attack)?.some((fault) => fault.includes(shows)))
    .map(
      ({ attack, shows }) =>
        `the negative control must show under ${attack.name} ("${shows}"), and did not.`,
    );
}
