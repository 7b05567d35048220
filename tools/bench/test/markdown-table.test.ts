// @ts-check
import { describe, expect, it } from "vitest";
import { markdownTable, showRatio } from "../src/markdown-table.js";

describe("markdownTable", () => {
  it("aligns names to the left and numbers to the right", () => {
    expect(markdownTable(["peer", "ratio"], [["a", "1.00"]])).toBe(
      ["| peer | ratio |", "| ---- | ----: |", "| a    |  1.00 |"].join("\n"),
    );
  });
});

describe("showRatio", () => {
  it("shows the median and the middle half", () => {
    expect(showRatio({ median: 1.234, p25: 1.1, p75: 1.5 })).toBe("1.23 (1.10–1.50)");
  });
});
