import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { styled, toPlain } from "../../src/text/part.js";
import { widthOf, wrap } from "../../src/text/wrap.js";

const toText = (lines: ReturnType<typeof wrap>): string[] =>
  lines.map((line) => line.map(toPlain).join(""));

describe("wrap", () => {
  it("breaks at whitespace and keeps line breaks", () => {
    expect(toText(wrap(["one two three\n\nfour"], 8))).toEqual(["one two", "three", "", "four"]);
  });

  it("never breaks a word", () => {
    expect(toText(wrap(["a https://example.com/long b"], 10))).toEqual([
      "a",
      "https://example.com/long",
      "b",
    ]);
  });

  it("keeps a word together that has two styles", () => {
    expect(toText(wrap(["see ", styled("strong", "order"), "-1, then"], 10))).toEqual([
      "see",
      "order-1,",
      "then",
    ]);
  });

  it("continues a style between words", () => {
    expect(wrap([styled("bad", "not found"), " here"], 20)).toEqual([
      [styled("bad", "not found"), " ", "here"],
    ]);
  });

  it("keeps indentation and inner spaces", () => {
    expect(toText(wrap(["  a  b cc dd"], 8))).toEqual(["  a  b", "  cc dd"]);
  });

  it("counts wide characters as two columns", () => {
    expect(toText(wrap(["東京 東京"], 8))).toEqual(["東京", "東京"]);
    expect(toText(wrap(["東京 東京"], 9))).toEqual(["東京 東京"]);
  });

  it("keeps every word of any text within the width", () => {
    const text = fc
      .array(fc.constantFrom("a", "bb", " ", "\n", "東", "cccccccccccc"))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (given, width) => {
        const lines = wrap([given], width);
        const words = (one: string) => one.split(/\s+/).filter((word) => word !== "");
        expect(words(toText(lines).join("\n"))).toEqual(words(given));
        for (const line of lines) {
          const isOneWord = words(line.map(toPlain).join("")).length === 1;
          expect(isOneWord || widthOf(line) <= width).toBe(true);
        }
      }),
    );
  });
});
