import { describe, expect, it } from "vitest";
import { render } from "../../src/text/render.js";
import { type AddRows, createTable } from "../../src/text/table.js";

const columns = [
  { head: "Status" },
  { head: "Amount", align: "right" },
  { head: "Tracking id" },
  { head: "Transaction id", isDetail: true },
] as const;
const rows = [
  ["successful", "5.00 EUR", "order-1", "6f1c2d3e-aaaa"],
  ["pending", "1,200.00 EUR", "order-2", "6f1c2d3e-bbbb"],
];

const show = (block: ReturnType<AddRows>, width: number): string =>
  render([block], { width, tableWidth: width, clean: (text) => text }, { hasColors: false });

describe("createTable", () => {
  it("aligns columns below their heads", () => {
    expect(show(createTable(columns)(rows), 80)).toBe(
      [
        "Status            Amount  Tracking id  Transaction id",
        "successful      5.00 EUR  order-1      6f1c2d3e-aaaa",
        "pending     1,200.00 EUR  order-2      6f1c2d3e-bbbb",
        "",
      ].join("\n"),
    );
  });

  it("moves details below their row", () => {
    expect(show(createTable(columns)(rows.slice(0, 1)), 40)).toBe(
      [
        "Status        Amount  Tracking id",
        "successful  5.00 EUR  order-1",
        "  Transaction id: 6f1c2d3e-aaaa",
        "",
      ].join("\n"),
    );
  });

  it("lists each row on a narrow terminal", () => {
    expect(show(createTable(columns)(rows), 30)).toBe(
      [
        "Status          successful",
        "Amount          5.00 EUR",
        "Tracking id     order-1",
        "Transaction id  6f1c2d3e-aaaa",
        "",
        "Status          pending",
        "Amount          1,200.00 EUR",
        "Tracking id     order-2",
        "Transaction id  6f1c2d3e-bbbb",
        "",
      ].join("\n"),
    );
  });

  it("repeats its head for wider rows only", () => {
    const addRows = createTable([{ head: "Id" }, { head: "Note", isProse: true }]);
    expect(show(addRows([["a", "first"]]), 40)).toBe("Id  Note\na   first\n");
    expect(show(addRows([["b", ""]]), 40)).toBe("b\n");
    expect(show(addRows([["longer", "x"]]), 40)).toBe("\nId      Note\nlonger  x\n");
  });

  it("wraps prose in its column", () => {
    const addRows = createTable([{ head: "Id" }, { head: "Note", isProse: true }]);
    expect(show(addRows([["a", "connection refused by the receiver"]]), 30)).toBe(
      "Id  Note\na   connection refused by the\n    receiver\n",
    );
  });
});
