import { describe, expect, it } from "vitest";
import { readDays } from "../../src/gateway/read-days.js";

const zone = (timeZone: string) => ({ timeZone, dateFormat: "DD-MM-YYYY" });

describe("readDays", () => {
  it.each([
    ["UTC", "2026-01-02T00:30:00Z", "2026-01-02"],
    ["America/New_York", "2026-01-02T00:30:00Z", "2026-01-01"],
    ["Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02"],
    ["Europe/Berlin", "2026-03-29T21:59:00Z", "2026-03-29"],
    ["Europe/Berlin", "2026-10-25T22:59:00Z", "2026-10-25"],
  ])("resolves today in %s at %s to %s", (timeZone, now, today) => {
    expect(readDays({ to: "today" }, zone(timeZone), new Date(now))).toEqual({ to: today });
  });

  it("resolves yesterday across a time change", () => {
    const now = new Date("2026-03-30T10:00:00Z");
    expect(readDays({ from: "yesterday", to: "29-03-2026" }, zone("Europe/Berlin"), now)).toEqual({
      from: "2026-03-29",
      to: "2026-03-29",
    });
  });

  it("omits missing days", () => {
    expect(readDays({}, zone("UTC"))).toEqual({});
  });

  it("rejects an ambiguous day", () => {
    const contract = { timeZone: "UTC", dateFormat: "MM-DD-YYYY" };
    expect(() => readDays({ from: "01-08-2024" }, contract)).toThrow(/^--from .*ambiguous/);
  });
});
