import { describe, expect, it } from "vitest";
import { formatRatio, markdownTable } from "../src/markdown-table.js";

describe("markdownTable", () => {
  it("aligns text to the left and numbers to the right", () => {
    expect(markdownTable(["peer", "ratio"], [["a", "1.00"]])).toBe(
      ["| peer | ratio |", "| ---- | ----: |", "| a    |  1.00 |"].join("\n"),
    );
  });

  it("takes the number of text columns", () => {
    expect(markdownTable(["adapter", "parser", "n"], [["a", "b", "1"]], 2)).toBe(
      [
        "| adapter | parser |   n |",
        "| ------- | ------ | --: |",
        "| a       | b      |   1 |",
      ].join("\n"),
    );
  });
});

describe("formatRatio", () => {
  it("shows the median and the middle half", () => {
    expect(formatRatio({ median: 1.234, p25: 1.1, p75: 1.5 })).toBe("1.23 (1.10–1.50)");
  });
});
