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
    ["nothing without rules", currency, {}, undefined, false],
    ["nothing for the same pattern", currency, { pattern: "^[A-Z]{3}$" }, undefined, false],
    ["a pattern", currency, { pattern: "^[A-Z]{3,5}$" }, { pattern: "^[A-Z]{3,5}$" }, true],
    [
      "an enum",
      currency,
      { values: ["EUR", "U.S"], isEnum: true },
      { pattern: String.raw`^(?:EUR|U\.S)$`, must: "be one of EUR, U.S" },
      true,
    ],
    [
      "lengths that our pattern rejects",
      currency,
      { maxLength: 5 },
      { maxLength: 5, pattern: null },
      true,
    ],
    [
      "an example that our pattern rejects",
      currency,
      { values: ["USDT"] },
      { pattern: null },
      true,
    ],
    ["nothing for a generated example", currency, { values: ["string"] }, undefined, false],
    ["a length in addition to our pattern", email, { maxLength: 255 }, { maxLength: 255 }, false],
    ["a shorter maximum", { ...text, maxLength: 255 }, { maxLength: 64 }, { maxLength: 64 }, false],
    ["a longer maximum", { ...text, maxLength: 255 }, { maxLength: 300 }, { maxLength: 300 }, true],
    ["nothing for a minimum of 0", { ...text, minLength: 1 }, { minLength: 0 }, undefined, false],
  ])("finds %s", (_name, own, their, rules, isBreaking) => {
    expect(compare(own, their)).toEqual(rules === undefined ? undefined : { rules, isBreaking });
  });

  it("has no option for an invalid pattern", () => {
    expect(compare(currency, { pattern: "^[A-Z" })).toEqual({ rules: null, isBreaking: true });
  });
});
