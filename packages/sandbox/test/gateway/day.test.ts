import { describe, expect, it } from "vitest";
import { dayAt, startOfDay } from "../../src/gateway/day.js";

const iso = (instant: number) => new Date(instant).toISOString();

describe("a day in a time zone", () => {
  it.each([
    ["2026-01-15", "UTC", "2026-01-15T00:00:00.000Z"],
    ["2026-01-15", "Europe/Berlin", "2026-01-14T23:00:00.000Z"],
    ["2026-07-15", "Europe/Berlin", "2026-07-14T22:00:00.000Z"],
    ["2026-01-15", "America/New_York", "2026-01-15T05:00:00.000Z"],
    ["2026-01-15", "Pacific/Kiritimati", "2026-01-14T10:00:00.000Z"],
    ["2026-01-15", "Asia/Kathmandu", "2026-01-14T18:15:00.000Z"],
    // Clocks move forward at midnight, so the day starts at one o'clock.
    ["2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00.000Z"],
  ])("%s in %s starts at %s", (day, timeZone, start) => {
    expect(iso(startOfDay(day, timeZone))).toBe(start);
    expect(dayAt(startOfDay(day, timeZone), timeZone)).toBe(day);
    expect(dayAt(startOfDay(day, timeZone) - 1, timeZone) < day).toBe(true);
  });

  it.each([
    ["2026-03-29", "2026-03-30", "Europe/Berlin", 23],
    ["2026-10-25", "2026-10-26", "Europe/Berlin", 25],
    ["2026-03-28", "2026-03-29", "Europe/Berlin", 24],
    ["2026-03-08", "2026-03-09", "America/New_York", 23],
    ["2026-10-30", "2026-10-31", "UTC", 24],
    ["2026-04-05", "2026-04-06", "Australia/Lord_Howe", 24.5],
  ])("has %s to %s in %s with %d hours", (day, next, timeZone, hours) => {
    expect((startOfDay(next, timeZone) - startOfDay(day, timeZone)) / 3_600_000).toBe(hours);
  });

  it("is empty if the calendar skips it", () => {
    expect(startOfDay("2011-12-30", "Pacific/Apia")).toBe(startOfDay("2011-12-31", "Pacific/Apia"));
  });
});
