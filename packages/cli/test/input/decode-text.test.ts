import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/input/decode-text.js";

describe("decodeText", () => {
  const text = "tracking_id\nJürgen-😀";

  it("reads UTF-8 and UTF-16 with a byte order mark", () => {
    const marked = Buffer.from(`\uFEFF${text}`, "utf16le");
    expect(decodeText(Buffer.from(text), "f")).toBe(text);
    expect(decodeText(Buffer.from(`\uFEFF${text}`), "f")).toBe(text);
    expect(decodeText(marked, "f")).toBe(text);
    expect(decodeText(Buffer.from(marked).swap16(), "f")).toBe(text);
  });

  it.each([
    ["Latin-1", Buffer.from("Jürgen", "latin1"), "as UTF-8"],
    ["half a character of UTF-16", Buffer.from([0xff, 0xfe, 0x61]), "as UTF-16LE"],
    ["an incomplete character of UTF-8", Buffer.from("ü").subarray(0, 1), "as UTF-8"],
    ["UTF-16 without a byte order mark", Buffer.from("a,b", "utf16le"), "NUL characters"],
  ])("rejects %s", (_name, bytes, message) => {
    expect(() => decodeText(bytes, "f")).toThrow(message);
  });
});
