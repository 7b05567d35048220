import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toCsvLine } from "../../src/export/csv-line.js";
import { readCsv } from "../../src/ledger/read-csv.js";

const cell = fc.string({
  unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "\r", "\r\n", " ", "="),
});

// Guards against columns and amounts that are misread: decision 0011.
describe("readCsv", () => {
  it("reads what the export writes", () => {
    // A single empty cell is an empty line, which is skipped.
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 6 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((row) => toCsvLine(row)).join("");
        expect([...readCsv(text)].map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  it("counts lines across quoted line breaks", () => {
    const records = [...readCsv('\uFEFFa,b\r\n"1\n2",x\r\n\r\nlast,""')];
    expect(records).toEqual([
      { line: 1, cells: ["a", "b"] },
      { line: 2, cells: ["1\n2", "x"] },
      { line: 5, cells: ["last", ""] },
    ]);
  });

  it("reports the line of a misplaced quotation mark", () => {
    expect(() => [...readCsv('a,b\n"c,d')]).toThrow("line 2: a quotation mark is not closed.");
    expect(() => [...readCsv('a,b\nx,"c"d')]).toThrow("line 2: text follows a closing");
  });
});
