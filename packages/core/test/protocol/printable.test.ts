import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeControls, toPrintable } from "../../src/protocol/printable.js";

/** True for characters that must not reach a terminal. Independent of the pattern under test. */
const isRaw = (text: string): boolean =>
  // oxlint-disable-next-line no-control-regex -- the characters under test
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFF0-\uFFF8\u{E0000}-\u{E00FF}]|\p{Cs}/u.test(
    text,
  );

/** Texts with many control characters. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\n",
        "\r",
        "\t",
        "\u001B[2J",
        "\u009B31m",
        "\u202E",
        "\u2066",
        "\u200E",
        "\u061C",
      ),
      fc.constantFrom(
        "\u2028",
        "\uFEFF",
        "\uD800",
        "\uDC00",
        "\u007F",
        "\0",
        "\u200B",
        "\u{E0001}",
      ),
      fc.string({ unit: "binary" }),
    ),
  )
  .map((parts) => parts.join(""));

describe("toPrintable", () => {
  it("escapes every control character", () => {
    fc.assert(
      fc.property(hostile, (text) => !isRaw(toPrintable(text))),
      { numRuns: 2_000 },
    );
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(
        hostile,
        (text) => toPrintable(toPrintable(text, 9e9), 9e9) === toPrintable(text, 9e9),
      ),
    );
  });

  it.each([
    ["plain Ünïcode 漢字 😀", "plain Ünïcode 漢字 😀"],
    ["a\nb\r\tc", "a\\nb\\r\\tc"],
    ["\u001B[31m\u007F\u009B", "\\u001b[31m\\u007f\\u009b"],
    ["\u202Egnp\u2069", "\\u202egnp\\u2069"],
    ["\uD800x", "\\ud800x"],
    ["\u{E0041}", "\\udb40\\udc41"],
    // Not assigned, but reserved for characters that are not displayed.
    ["a\u2065b\uFFF0\u{E0FFF}", "a\\u2065b\\ufff0\\udb43\\udfff"],
    ["a\u034Fb\u3164\u17B4\u180B", "a\\u034fb\\u3164\\u17b4\\u180b"],
    // With selectors of a variant.
    ["❤\uFE0F 葛\u{E0100}", "❤\uFE0F 葛\u{E0100}"],
    [undefined, "undefined"],
    [Object.create(null), "a value that cannot be converted to a string"],
  ])("converts %j", (value, shown) => {
    expect(toPrintable(value)).toBe(shown);
  });

  it("truncates long text with its length", () => {
    expect(toPrintable("x".repeat(65_536))).toBe(`${"x".repeat(200)}… (65536 characters)`);
  });

  it("does not split a surrogate pair", () => {
    expect(toPrintable("ab😀", 3)).toBe("ab… (4 characters)");
  });
});

describe("escapeControls", () => {
  it("keeps only line feeds", () => {
    fc.assert(fc.property(hostile, (text) => !isRaw(escapeControls(text).replaceAll("\n", ""))));
  });

  it("keeps the value of a JSON document", () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), (value) => {
        expect(JSON.parse(escapeControls(JSON.stringify(value)))).toEqual(value);
      }),
    );
  });
});
