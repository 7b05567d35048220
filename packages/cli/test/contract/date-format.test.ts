import { describe, expect, it } from "vitest";
import { findDateFormat } from "../../src/contract/date-format.js";
import { emptyShape, type Shape } from "../../src/contract/shape.js";

const text = { ...emptyShape, type: "string" };

describe("findDateFormat", () => {
  it.each<[Partial<Shape>, string | undefined]>([
    [{}, undefined],
    [{ format: "date" }, "YYYY-MM-DD"],
    [{ format: "date-time" }, "date-time"],
    [{ format: "date-time", description: "First day, format dd-mm-yyyy" }, "DD-MM-YYYY"],
    [{ description: "strftime %Y-%m-%d" }, "YYYY-MM-DD"],
    [{ description: "The first day" }, undefined],
    [{ description: "YYYYMMDD" }, "YYYYMMDD"],
    [{ pattern: String.raw`^\d{4}-\d{2}-\d{2}$` }, "YYYY-MM-DD"],
    [{ pattern: String.raw`^\d{2}/\d{2}/\d{4}$` }, "DD/MM/YYYY"],
    // Ambiguous, so ours is kept.
    [{ pattern: String.raw`^\d{2}-\d{2}-\d{4}$` }, undefined],
    [{ pattern: String.raw`^(0\d|1[0-2])-[0-3]\d-\d{4}$` }, "MM-DD-YYYY"],
    [{ values: ["2024-08-31"] }, "YYYY-MM-DD"],
    [{ values: ["08-31-2024"] }, "MM-DD-YYYY"],
    [{ values: ["31.08.2024"] }, "DD.MM.YYYY"],
    [{ values: ["01-08-2024"] }, undefined],
    [{ type: "integer" }, "integer"],
    [{ pattern: "(" }, undefined],
  ])("reads %j as %s", (shape, format) => {
    expect(findDateFormat({ ...text, ...shape }, "DD-MM-YYYY")).toBe(format);
  });
});
