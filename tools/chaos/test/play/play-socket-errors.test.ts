import { expect, it } from "vitest";
import { controls, modes } from "../../src/play/modes.js";
import { playSocketErrors } from "../../src/play/play-socket-errors.js";

const play = (mode) =>
  playSocketErrors({ mode, seed: "test", faults: 60, onProgress: () => undefined });

it("sends no payment twice and reports none as not sent", async () => {
  const result = await play(modes["client"]);
  expect(result).toMatchObject({ lost: 0, doubled: 0, phantoms: 0, problems: [] });
  expect(result.faults).toBeGreaterThanOrEqual(60);
  expect(Object.keys(result.plays).length).toBeGreaterThan(10);
}, 30_000);

it("sees a fetch that sends again", async () => {
  const result = await play(controls["fetch that retries any error"]);
  expect(result.doubled).toBeGreaterThan(0);
}, 30_000);
