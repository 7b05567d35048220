import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTimeZone, dayInZone, isTimeZone } from "../../src/protocol/time-zone.js";

const hourMs = 3_600_000;

/** The number of hours in a day, counted by the day of each hour. */
function hoursOf(day: string, timeZone: string): number {
  const start = Date.parse(`${day}T00:00:00Z`) - 24 * hourMs;
  return Array.from({ length: 72 }, (_, hour) => new Date(start + hour * hourMs)).filter(
    (instant) => dayInZone(instant, timeZone) === day,
  ).length;
}

describe("dayInZone", () => {
  it.each([
    ["2026-03-29", "Europe/Berlin", 23],
    ["2026-10-25", "Europe/Berlin", 25],
    ["2026-03-08", "America/New_York", 23],
    ["2026-11-01", "America/New_York", 25],
    ["2026-06-15", "Pacific/Kiritimati", 24],
    ["2026-03-29", "UTC", 24],
  ])("assigns to %s in %s %d hours", (day, timeZone, hours) => {
    expect(hoursOf(day, timeZone)).toBe(hours);
  });

  it.each([
    ["2026-03-28T22:59:59Z", "Europe/Berlin", "2026-03-28"],
    ["2026-03-28T23:00:00Z", "Europe/Berlin", "2026-03-29"],
    ["2026-03-29T22:00:00Z", "Europe/Berlin", "2026-03-30"],
    ["2026-01-02T00:30:00Z", "America/New_York", "2026-01-01"],
    ["2026-01-01T10:00:00Z", "Pacific/Kiritimati", "2026-01-02"],
    ["2026-01-01T11:59:59Z", "Etc/GMT+12", "2025-12-31"],
    ["0999-12-31T12:00:00Z", "Europe/Berlin", "0999-12-31"],
  ])("converts %s in %s to %s", (instant, timeZone, day) => {
    expect(dayInZone(new Date(instant), timeZone)).toBe(day);
  });

  it.each([NaN, 8.64e15, -8.64e15, Date.UTC(0, 0, 1) - 2000 * 366 * 24 * hourMs])(
    "returns no day for %d",
    (instant) => {
      expect(dayInZone(new Date(instant), "Europe/Berlin")).toBe("");
      expect(dayInZone(new Date(instant))).toBe("");
    },
  );

  it("never goes back and never skips", () => {
    const zones = ["Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"];
    const instants = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2037, 0) });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (instant, timeZone) => {
        const [first, second] = [instant, instant + hourMs].map((at) =>
          Date.parse(dayInZone(new Date(at), timeZone)),
        ) as [number, number];
        expect([0, 24 * hourMs]).toContain(second - first);
      }),
      { numRuns: 500 },
    );
  });
});

describe("isTimeZone", () => {
  it.each(["Europe/Berlin", "UTC", "America/New_York"])("accepts %s", (name) => {
    expect(isTimeZone(name)).toBe(true);
    expect(checkTimeZone(name)).toBe(name);
  });

  it.each(["Berlin", "", "Europe/Bern lin", undefined, 1])("rejects %j", (name) => {
    expect(isTimeZone(name)).toBe(false);
    expect(() => checkTimeZone(name)).toThrow(/^timeZone must be an IANA time zone/);
  });
});
