import fc from "fast-check";
import { expect, it } from "vitest";
import { toCsvLine } from "../../src/export/csv-line.js";
import { readCsv } from "../../src/ledger/read-csv.js";

const cell = fc.string({
  unit: fc.constantFrom("a", "é", '"', ",", ";", "\n", "\r", "\r\n", " ", "="),
});

it("whatever the export writes, the reader reads back", () => {
  // One empty cell alone is an empty line, which is no record.
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 6 });
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows.map(toCsvLine).join("");
      expect([...readCsv(text)].map(({ cells }) => cells)).toEqual(rows);
    }),
  );
});

it("a record knows the line on which it begins, past quoted line breaks and empty lines", () => {
  const records = [...readCsv('\uFEFFa,b\r\n"1\n2",x\r\n\r\nlast,""')];
  expect(records).toEqual([
    { line: 1, cells: ["a", "b"] },
    { line: 2, cells: ["1\n2", "x"] },
    { line: 5, cells: ["last", ""] },
  ]);
});

it("a quotation mark that is not closed, or is followed by more, is named by its line", () => {
  expect(() => [...readCsv('a,b\n"c,d')]).toThrow("line 2: a quotation mark is not closed.");
  expect(() => [...readCsv('a,b\nx,"c"d')]).toThrow("line 2: there is more after a closing");
});
