import { describe, expect, it } from "vitest";
import { exampleDay, readDay } from "../../src/api/read-day.js";

describe("a day", () => {
  it.each([
    ["01-08-2024", "DD-MM-YYYY"],
    ["2024-08-01", "YYYY-MM-DD"],
    ["20240801", "YYYYMMDD"],
    ["08/01/2024", "MM/DD/YYYY"],
    ["1.8.2024".replace("1.8", "01.08"), "DD.MM.YYYY"],
  ])("is read from %s in the format %s", (text, format) => {
    expect(readDay(text, format)).toBe("2024-08-01");
  });

  it.each([
    "",
    "2024-08-01",
    "1-8-2024",
    "30-02-2024",
    "00-01-2024",
    "01-08-2024 ",
    "01/08/2024",
    "0a-08-2024",
  ])("is not read from %j", (text) => {
    expect(readDay(text, "DD-MM-YYYY")).toBeUndefined();
  });

  it("has an example in each format", () => {
    expect(exampleDay("YYYY/MM/DD")).toBe("2026/01/31");
  });
});
