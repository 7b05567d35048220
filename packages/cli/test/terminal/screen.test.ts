import { describe, expect, it } from "vitest";
import { readColorFlag, toScreen } from "../../src/terminal/screen.js";

const terminal = { env: {}, isTty: true, columns: 132, color: undefined };

describe("toScreen", () => {
  it.each([
    ["a wide terminal", terminal, { width: 100, tableWidth: 132 }],
    ["a narrow terminal", { ...terminal, columns: 20 }, { width: 40, tableWidth: 40 }],
    ["a file", { ...terminal, isTty: false }, { width: 80, tableWidth: 80 }],
    ["COLUMNS", { ...terminal, env: { COLUMNS: "120" } }, { width: 120, tableWidth: 120 }],
    ["an invalid COLUMNS", { ...terminal, env: { COLUMNS: "x" } }, { width: 100, tableWidth: 132 }],
  ])("has the width of %s", (_name, source, expected) => {
    expect(toScreen(source)).toMatchObject(expected);
  });

  it.each<[env: Record<string, string>, isTty: boolean, hasColors: boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: "dumb" }, true, false],
    [{ NO_COLOR: "1" }, true, false],
    [{ NO_COLOR: "" }, true, true],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, false],
  ])("with %j and a terminal %s has colors: %s", (env, isTty, hasColors) => {
    expect(toScreen({ ...terminal, env, isTty }).hasColors).toBe(hasColors);
  });

  it("prefers the flag to the environment", () => {
    expect(toScreen({ ...terminal, env: { NO_COLOR: "1" }, color: true }).hasColors).toBe(true);
    expect(toScreen({ ...terminal, env: { FORCE_COLOR: "1" }, color: false }).hasColors).toBe(
      false,
    );
  });
});

describe("readColorFlag", () => {
  it.each([
    [["list"], undefined],
    [["--no-color", "list"], false],
    [["list", "--no-color", "--color"], true],
    [["list", "--", "--color"], undefined],
  ])("of %j is %s", (args, expected) => {
    expect(readColorFlag(args)).toBe(expected);
  });
});
