import { expect, it } from "vitest";
import { controls, modes } from "../../src/play/modes.js";
import { playOutage } from "../../src/play/play-outage.js";
import { problemsOf } from "../../src/command/problems.js";

/** A few payments, in real processes. */
const play = async (mode) => {
  const onProgress = () => undefined;
  return await playOutage({ mode, seed: "test", faults: 40, onProgress });
};

it("loses nothing that the gateways gave up, and doubles nothing that came late", async () => {
  const result = await play(modes.leased);
  expect(problemsOf({ ...result, name: "leased", familyName: "outage", mode: {} })).toEqual([]);
  expect(result).toMatchObject({ lost: 0, doubled: 0, regressed: 0, phantoms: 0, again: 0 });
  expect(result.givenUp).toBeGreaterThan(0);
  expect(result.raced).toBeGreaterThan(0);
}, 60_000);

it("sees what is lost where nobody reconciles: just what was given up", async () => {
  const result = await play(controls["nobody reconciles"]);
  expect(result.lost).toBe(result.givenUp);
  expect(result.lost).toBeGreaterThan(0);
  expect(result.problems).toEqual([]);
}, 60_000);
