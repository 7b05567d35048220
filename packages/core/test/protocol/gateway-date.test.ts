import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  type Day,
  daysBetween,
  dayWindows,
  fromGatewayDate,
  isDay,
  readDay,
  toGatewayDate,
} from "../../src/protocol/gateway-date.js";

const dayMs = 86_400_000;
const isoDay = (days: number): string => new Date(days * dayMs).toISOString().slice(0, 10);
const dayNumber = fc.integer({ min: 0, max: 40_000 });

describe("gateway dates", () => {
  it("convert to the gateway's format and back", () => {
    expect(toGatewayDate("2024-08-01")).toBe("01-08-2024");
    expect(fromGatewayDate("01-08-2024")).toBe("2024-08-01");
  });

  it("use the UTC day of a Date", () => {
    expect(toGatewayDate(new Date("2024-12-31T23:59:59.999Z"))).toBe("31-12-2024");
  });

  it.each<[Day, string]>([
    ["2024-08-01", "2024-08-01"],
    ["01-08-2024", "2024-08-01"],
    ["29-02-2024", "2024-02-29"],
    [new Date("2024-08-01T23:59:59.999Z"), "2024-08-01"],
  ])("read %s as %s", (day, expected) => {
    expect(readDay(day)).toBe(expected);
    expect(toGatewayDate(day)).toBe(expected.split("-").toReversed().join("-"));
  });

  it.each([
    ["2026-02-30", "does not exist in the calendar"],
    ["30-02-2024", "does not exist in the calendar"],
    ["2026-13-01", "does not exist in the calendar"],
    ["12-31-2024", "does not exist in the calendar"],
    ["0000-01-01", "does not exist in the calendar"],
    ["2026-1-1", "is not a day"],
    ["1-8-2024", "is not a day"],
    ["08/01/2024", "is not a day"],
    ["01.08.2024", "is not a day"],
    ["01-08-24", "is not a day"],
    ["01-08-2024\n", "is not a day"],
    ["today", "is not a day"],
    ["2026-01-01T00:00:00Z", "is not a day"],
    ["", "Write a day as YYYY-MM-DD or DD-MM-YYYY"],
    [new Date(NaN), "pass a valid Date"],
    [new Date(8.64e15), "pass a valid Date"],
    [7, "Write a day"],
  ])("reject %j: %s", (wrong, message) => {
    expect(() => readDay(wrong as string, "from")).toThrow(/^from /);
    expect(() => readDay(wrong as string, "from")).toThrow(message);
  });

  it("reject a day that is ambiguous", () => {
    const reading = { format: "MM-DD-YYYY" };
    expect(() => readDay("01-08-2024", "to", reading)).toThrow(/^to .*ambiguous.*YYYY-MM-DD/);
    expect(toGatewayDate("2024-08-01", "to", "MM-DD-YYYY")).toBe("08-01-2024");
    expect(readDay("01-08-2024", "to", { format: "DD/MM/YYYY" })).toBe("2024-08-01");
  });

  it("use the day of a Date in a time zone", () => {
    const date = new Date("2026-01-01T04:59:00Z");
    expect(readDay(date, "from", { timeZone: "America/New_York" })).toBe("2025-12-31");
    const [window] = dayWindows(date, "2026-01-02", { timeZone: "America/New_York" });
    expect(window).toEqual({ from: "2025-12-31", to: "2026-01-02" });
  });

  it.each(["2024-08-01", "31-02-2024", "1-8-2024", ""])("reject the gateway date %j", (wrong) => {
    expect(() => fromGatewayDate(wrong, "to")).toThrow(/^to /);
  });

  it("cover a range without gaps or overlaps", () => {
    fc.assert(
      fc.property(dayNumber, fc.integer({ min: 0, max: 900 }), (first, length) => {
        const days: string[] = [];
        for (const { from, to } of dayWindows(isoDay(first), isoDay(first + length))) {
          const size = daysBetween(from, to) + 1;
          expect(size).toBeGreaterThanOrEqual(1);
          expect(size).toBeLessThanOrEqual(7);
          for (let i = 0; i < size; i += 1) days.push(isoDay(Date.parse(from) / dayMs + i));
        }
        const expected = Array.from({ length: length + 1 }, (_, i) => isoDay(first + i));
        expect(days).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it("reject a range that ends before it begins", () => {
    expect(() => [...dayWindows("2026-01-02", "2026-01-01")]).toThrow(/^to must not be before/);
  });

  it("add days across months and years", () => {
    expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
    expect(addDays("2026-01-03", -7)).toBe("2025-12-27");
    expect(addDays(new Date("2026-03-29T23:00:00Z"), 0)).toBe("2026-03-29");
    expect(() => addDays("2026-02-30", 1, "from")).toThrow(/^from /);
  });

  it.each(["2026-02-28", "2024-02-29"])("accept %s as a day", (day) =>
    expect(isDay(day)).toBe(true),
  );
  it.each(["2026-02-30", "2026-2-1", "", "today", "+2026-01-01", "2026-01-01\n"])(
    "reject %j as a day",
    (day) => expect(isDay(day)).toBe(false),
  );
});
