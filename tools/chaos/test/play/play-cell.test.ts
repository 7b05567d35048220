import { expect, it } from "vitest";
import { familyOf } from "../../src/play/families.js";
import { controls, modes } from "../../src/play/modes.js";
import { playCell } from "../../src/play/play-cell.js";

/** A few payments, in real processes. */
const play = (mode, family) =>
  playCell({
    mode,
    family: familyOf(family),
    seed: "test",
    faults: 1,
    onProgress: () => undefined,
  });

it("finds nothing wrong with a leased inbox that is hit in the middle", async () => {
  const result = await play(modes.leased, "kill -9");
  expect(result).toMatchObject({ lost: 0, doubled: 0, regressed: 0, phantoms: 0 });
  expect(result.faults).toBeGreaterThan(0);
}, 60_000);

it("sees what several processes do that each dedupe by their own memory", async () => {
  const result = await play(controls["dedupe by memory only"], "duplicates");
  expect(result.doubled).toBeGreaterThan(0);
}, 60_000);

it("finds nothing wrong with handlers that end the transaction", async () => {
  const result = await play(modes["pglite"], "ends the transaction");
  expect(result).toMatchObject({ lost: 0, doubled: 0, regressed: 0, phantoms: 0, unavailable: 0 });
  expect(result.faults).toBeGreaterThan(0);
  expect(Object.keys(result.plays)).not.toEqual([]);
}, 60_000);

it("reports every late statement to onOutcome", async () => {
  const result = await play(modes["pglite"], "late statement");
  expect(result).toMatchObject({ lost: 0, doubled: 0, regressed: 0, phantoms: 0 });
  expect(result.late).toBeGreaterThan(0);
  expect(result.lateReported).toBeGreaterThanOrEqual(result.late);
}, 60_000);

it("sees a handler that runs twice where no lease is renewed", async () => {
  const result = await play(controls["lease without renewal"], "slow handler");
  expect(result.doubled).toBeGreaterThan(0);
}, 60_000);

it("sees what a 200 before the record loses", async () => {
  const result = await play(controls["answer before the record"], "kill -9");
  expect(result.lost).toBeGreaterThan(0);
}, 60_000);
