import { describe, expect, it } from "vitest";
import { readOptions } from "../src/read-options.js";

describe("readOptions", () => {
  it("serves on port 4173 by default", () => {
    expect(readOptions([], {})).toEqual({ build: false, record: false, port: 4173 });
  });

  it("reads the port from the option or from PORT", () => {
    expect(readOptions(["--port", "4200"], { PORT: "1" }).port).toBe(4200);
    expect(readOptions([], { PORT: "4201" }).port).toBe(4201);
  });

  it.each([["--port", "abc"], ["--port", "65536"], ["--port="]])("rejects %s %s", (...args) => {
    expect(() => readOptions(args, {})).toThrow("--port (or PORT) must be a whole number");
  });

  it("rejects an unknown option", () => {
    expect(() => readOptions(["--prot", "1"], {})).toThrow("--prot");
  });
});
