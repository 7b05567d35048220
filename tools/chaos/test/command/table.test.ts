import { describe, expect, it } from "vitest";
import { changeColumns, createTable, payoutColumns } from "../../src/command/table.js";
import { cleanPayouts } from "./payout-result.js";
import { clean, control } from "./result.js";

describe("createTable", () => {
  const forgetful = { ...clean, name: "forgetful", mode: { ...clean.mode, mayLose: true } };
  const { head, row } = createTable([clean, control, forgetful], changeColumns);

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

  it("has columns for payouts", () => {
    const table = createTable([cleanPayouts], payoutColumns);
    const [titles] = table.head.split("\n");
    expect(titles).toContain("sent twice");
    expect(table.row(cleanPayouts)).toHaveLength(titles?.length ?? 0);
  });
});
