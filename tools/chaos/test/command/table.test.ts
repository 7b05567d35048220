import { describe, expect, it } from "vitest";
import { createTable } from "../../src/command/table.js";
import { clean, control } from "./result.js";

describe("createTable", () => {
  const forgetful = { ...clean, name: "forgetful", mode: { ...clean.mode, mayLose: true } };
  const { head, row } = createTable([clean, control, forgetful]);

  it("marks negative controls and modes that may lose", () => {
    expect(row(clean)).toMatch(/^\| memory {6}\| duplicates/);
    expect(row(control)).toMatch(/^\| \(a defect\)/);
    expect(row(forgetful)).toMatch(/^\| \[forgetful\]/);
  });

  it("aligns its rows", () => {
    const lines = [...head.split("\n"), row(clean), row(control)];
    expect(lines).toHaveLength(4);
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  });
});
