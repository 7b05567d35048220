import { expect, it } from "vitest";
import { fromHash, toAnchor } from "../../src/timeline/place.js";
import type { Step } from "../../src/timeline/recording.js";

const steps = Array.from({ length: 12 }, () => ({}) as Step);
const faults = [
  { id: "crash", steps: steps.slice(0, 2) },
  { id: "shop-down", steps },
];

it.each([
  ["#crash", { fault: 0, step: 0 }],
  ["#crash-2", { fault: 0, step: 1 }],
  ["#shop-down-12", { fault: 1, step: 11 }],
])("finds the place of %s", (hash, place) => {
  expect(fromHash(hash, faults)).toEqual(place);
});

it.each(["", "#", "#crash-0", "#crash-3", "#crash-1.5", "#crash-", "#how-it-was-recorded"])(
  "finds no place for %j",
  (hash) => {
    expect(fromHash(hash, faults)).toBeUndefined();
  },
);

it("names a step as the hash does", () => {
  expect(`#${toAnchor({ id: "shop-down" }, 11)}`).toBe("#shop-down-12");
});
