import { describe, expect, it } from "vitest";
import { createRedactor } from "../../src/protocol/redact.js";

const card = "424242424242";
const redact = createRedactor(["a.b/c", card, "017"]);

describe("createRedactor", () => {
  it.each<[unknown, unknown]>([
    ["key a.b/c, not axb/c", "key [redacted], not axb/c"],
    ["a.b%2Fc and A.B/C", "[redacted] and [redacted]"],
    [Number(card), "[redacted]"],
    [-Number(card), "[redacted]"],
    [Number(`${card}99`), "[redacted]"],
    [Number(`${card}.5`), "[redacted]"],
    [17, "[redacted]"],
    [170, 170],
    ["017, 0 1-7, 0170, 2017", "[redacted], [redacted], 0170, 2017"],
    ["4242 4242 4242 / 4242-4242-4242", "[redacted] / [redacted]"],
    [
      { [card]: [card, { deep: [card] }] },
      { "[redacted]": ["[redacted]", { deep: ["[redacted]"] }] },
    ],
    [
      [null, true, undefined, 1.5, ""],
      [null, true, undefined, 1.5, ""],
    ],
  ])("returns for %j the value %j", (value, shown) => {
    expect(redact(value)).toEqual(shown);
  });

  it("keeps a key named __proto__", () => {
    const shown = redact(JSON.parse('{"__proto__":{"polluted":1}}')) as object;
    expect(Object.keys(shown)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(shown)).toBe(Object.prototype);
  });

  it("does not change its argument", () => {
    const body = Object.freeze({ card });
    expect(redact(body)).toEqual({ card: "[redacted]" });
    expect(body).toEqual({ card });
  });

  it("ignores empty secrets", () => {
    expect(createRedactor([])("a b")).toBe("a b");
    expect(createRedactor([""])("a b")).toBe("a b");
  });
});
