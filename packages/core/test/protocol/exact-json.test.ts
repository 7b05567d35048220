import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitsOf, parseExactJson, toPlainJson } from "../../src/protocol/exact-json.js";

const blank = fc.constantFrom("", " ", "\n", "\t ", "\r\n");

/** Any number in JSON's grammar. */
const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?$/);

/** Any string in JSON's grammar, including escapes. */
const string = fc.oneof(
  fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"1"',
    '"-2.5e3"',
    '"\\"7"',
    '"\\\\"',
    '"\\\\\\"8"',
    '"\\u0031\\u0022,2"',
    '"__proto__"',
    '"["',
  ),
);

/** Any JSON text, not only the output of a serializer. */
const text = fc.letrec<{ value: string; list: string; object: string }>((tie) => {
  const spaced = fc.tuple(blank, tie("value"), blank).map((parts) => parts.join(""));
  const member = fc
    .tuple(blank, string, blank, spaced)
    .map(([before, name, after, value]) => `${before}${name}${after}:${value}`);
  return {
    list: fc.array(spaced, { maxLength: 4 }).map((items) => `[${items.join(",")}]`),
    object: fc.array(member, { maxLength: 4 }).map((members) => `{${members.join(",")}}`),
    value: fc.oneof(
      { maxDepth: 4 },
      number,
      string,
      fc.constantFrom("true", "false", "null"),
      tie("list"),
      tie("object"),
    ),
  };
}).value;

/** The numbers of a text, by code that is independent of the parser under test. */
const numbersIn = (json: string): string[] =>
  json.replaceAll(/"(?:\\.|[^"\\])*"/g, "_").match(/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g) ?? [];

describe("parseExactJson", () => {
  it.each(["0.1000000000000000055", "200.00", "12345678901234567890", "1e999", "-0", "0", "1E+2"])(
    "keeps the digits of %s",
    (written) => {
      const value = parseExactJson(`{"amount": ${written} }`) as { amount: unknown };
      expect(digitsOf(value.amount)).toBe(written);
    },
  );

  it("does not treat strings as numbers", () => {
    const value = parseExactJson('["200.00", "-1", "", "a1"]') as unknown[];
    expect(value.map(digitsOf)).toEqual([undefined, undefined, undefined, undefined]);
    expect(value).toEqual(["200.00", "-1", "", "a1"]);
  });

  it("agrees with JSON.parse on every text", () => {
    fc.assert(
      fc.property(text, (json) => {
        // As text too: toEqual ignores an own __proto__.
        const plain = toPlainJson(parseExactJson(json));
        expect(plain).toEqual(JSON.parse(json));
        expect(JSON.stringify(plain)).toBe(JSON.stringify(JSON.parse(json)));
      }),
      { numRuns: 3_000 },
    );
  });

  it("keeps the digits of every number", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(string, text)), (items) => {
        const json = `[${items.flat().join(",")}]`;
        const digits: string[] = [];
        const collect = (value: unknown): void => {
          const own = digitsOf(value);
          if (own !== undefined) digits.push(own);
          else if (typeof value === "object" && value !== null)
            Object.values(value).forEach(collect);
        };
        collect(parseExactJson(json));
        // Members with the same name are one member.
        if (!json.includes("{")) expect(digits).toEqual(numbersIn(json));
        else expect(numbersIn(json)).toEqual(expect.arrayContaining(digits));
      }),
      { numRuns: 2_000 },
    );
  });

  it("takes linear time", () => {
    const numbers = `[${"1234567890,".repeat(200_000)}0]`;
    expect((parseExactJson(numbers) as unknown[]).length).toBe(200_001);
  });
});
