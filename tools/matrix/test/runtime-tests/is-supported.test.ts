import { describe, expect, it } from "vitest";
import { isSupported } from "../../src/runtime-tests/is-supported.js";

describe("isSupported", () => {
  it.each([
    ["Node 20.20.2", false],
    ["Node v22.16.0", false],
    ["Node 22.17.0", true],
    ["Node 24.1.0", true],
  ])("compares the major and minor version: %s", (title, expected) => {
    expect(isSupported({ oldestNode: [22, 17] }, title)).toBe(expected);
  });

  it("is true without an oldest Node", () => {
    expect(isSupported({}, "Bun 1.4.5")).toBe(true);
  });
});
