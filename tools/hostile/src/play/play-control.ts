import { deepJson } from "../attacks/hostile-json.js";
import { oneByteChunksToStream } from "../attacks/one-byte-chunks.js";
import { findFaults } from "../verdict/find-faults.js";
import { playAttacks, scales } from "./play-attacks.js";

/** The faults of servers/express-control.ts, as a run reports them. */
const expectedFaults = [
  { attack: oneByteChunksToStream, text: "memory grew" },
  { attack: deepJson, text: "got a 500" },
  { attack: deepJson, text: "calls to the store" },
];

/** Attacks a server with known faults. Returns one line for each fault that the run did not find. */
export async function playControl(): Promise<string[]> {
  const attacks = [oneByteChunksToStream, deepJson];
  const played = await playAttacks("express-control", attacks, scales.quick);
  const found = new Map(
    attacks.map((attack, index) => [attack, played.slice(index, index + 1).flatMap(findFaults)]),
  );
  return expectedFaults
    .filter(({ attack, text }) => !found.get(attack)?.some((fault) => fault.includes(text)))
    .map(
      ({ attack, text }) =>
        `the negative control must show "${text}" under ${attack.name}, and did not.`,
    );
}
