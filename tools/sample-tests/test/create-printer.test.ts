import { describe, expect, it } from "vitest";
import { createPrinter } from "../src/demo/create-printer.js";
import { findFirstUrl, findLongLines } from "../src/read-output.js";

function openPrinter(useColors = false) {
  const lines: string[] = [];
  return { lines, print: createPrinter({ write: (line) => lines.push(line), useColors }) };
}

describe("createPrinter", () => {
  it("wraps a result after commas and semicolons", () => {
    const { lines, print } = openPrinter();
    print.result(
      true,
      "Response lost",
      "unknown, 1 payment; after 30 minutes: expired, €0.00 booked",
    );
    expect(lines).toEqual([
      "  ok      Response lost                   unknown, 1 payment; after 30 minutes:",
      "                                          expired, €0.00 booked",
    ]);
  });

  it("wraps a long phrase between words", () => {
    const { lines, print } = openPrinter();
    print.result(false, "Deposit paid", `${"word ".repeat(30)}end`);
    expect(findLongLines(lines.join("\n"))).toEqual([]);
    expect(lines.length).toBeGreaterThan(3);
  });

  it("gives a long value a line of its own", () => {
    const { lines, print } = openPrinter();
    const url = `http://127.0.0.1:4010/${"x".repeat(50)}`;
    print.fact("address", url, "open it");
    expect(lines).toEqual(["  address", `  ${url}`, `${" ".repeat(22)}open it`]);
  });

  it("colors marks without changing the layout", () => {
    const plain = openPrinter();
    const colored = openPrinter(true);
    for (const { print } of [plain, colored]) {
      print.title("A demo");
      print.result(true, "Deposit paid", "first part of the details, and a second part");
    }
    expect(colored.lines.join("\n")).toContain("\u001b[32mok");
    // oxlint-disable-next-line no-control-regex -- the escapes of colors
    const uncolored = colored.lines.map((line) => line.replaceAll(/\u001b\[\d+m/g, ""));
    expect(uncolored).toEqual(plain.lines);
  });
});

describe("reading an output", () => {
  it("finds lines that can be broken and are too long", () => {
    const word = "x".repeat(81);
    expect(findLongLines(`short\n  ${word}\nname ${word}`)).toEqual([`name ${word}`]);
  });

  it("finds the first URL", () => {
    expect(findFirstUrl("  portal  http://127.0.0.1:1/portal\nhttps://b.example")).toBe(
      "http://127.0.0.1:1/portal",
    );
  });
});
