import { describe, expect, it } from "vitest";
import { compareRules } from "../../src/contract/compare-rules.js";
import { emptyShape, type Shape } from "../../src/contract/shape.js";

const text = { ...emptyShape, type: "string" };
const currency = { ...text, pattern: "^[A-Z]{3}$" };
const email = { ...text, pattern: String.raw`^[^@\s]+@[^@\s]+$` };

function compare(own: Shape, their: Partial<Shape>) {
  const [found] = compareRules(
    {
      field: "f",
      name: "f",
      in: "body",
      isRequired: true,
      provenance: "assumed",
      shape: own,
    },
    { name: "f", in: "body", isRequired: true, shape: { ...text, ...their } },
    { operation: "direct", place: "body.f", provenance: "assumed" },
    (part) => ({ fields: { f: part } }),
  );
  return found === undefined
    ? undefined
    : { rules: found.override?.fields?.["f"] ?? null, isBreaking: found.isBreaking };
}

describe("compareRules", () => {
  it.each<[string, Shape, Partial<Shape>, object | undefined, boolean]>([
    ["nothing of no rules", currency, {}, undefined, false],
    ["nothing of the same pattern", currency, { pattern: "^[A-Z]{3}$" }, undefined, false],
    ["a pattern", currency, { pattern: "^[A-Z]{3,5}$" }, { pattern: "^[A-Z]{3,5}$" }, true],
    [
      "an enum",
      currency,
      { values: ["EUR", "U.S"], isEnum: true },
      { pattern: String.raw`^(?:EUR|U\.S)$`, must: "be one of EUR, U.S" },
      true,
    ],
    [
      "lengths that our pattern refuses",
      currency,
      { maxLength: 5 },
      { maxLength: 5, pattern: null },
      true,
    ],
    [
      "an example that our pattern refuses",
      currency,
      { values: ["USDT"] },
      { pattern: null },
      true,
    ],
    ["nothing of a filled in example", currency, { values: ["string"] }, undefined, false],
    ["a length beside a form of our own", email, { maxLength: 255 }, { maxLength: 255 }, false],
    ["a shorter text", { ...text, maxLength: 255 }, { maxLength: 64 }, { maxLength: 64 }, false],
    ["a longer text", { ...text, maxLength: 255 }, { maxLength: 300 }, { maxLength: 300 }, true],
    ["nothing of an empty text", { ...text, minLength: 1 }, { minLength: 0 }, undefined, false],
  ])("finds %s", (_name, own, their, rules, isBreaking) => {
    expect(compare(own, their)).toEqual(rules === undefined ? undefined : { rules, isBreaking });
  });

  it("has no option for a pattern that is none", () => {
    expect(compare(currency, { pattern: "^[A-Z" })).toEqual({ rules: null, isBreaking: true });
  });
});
