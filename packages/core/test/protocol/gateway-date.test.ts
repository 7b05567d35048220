import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addDays,
  daysBetween,
  dayWindows,
  fromGatewayDate,
  isDay,
  toGatewayDate,
} from "../../src/protocol/gateway-date.js";

const dayMs = 86_400_000;
const isoDay = (days: number): string => new Date(days * dayMs).toISOString().slice(0, 10);
const dayNumber = fc.integer({ min: 0, max: 40_000 });

test("spells a day as the gateway does, and back", () => {
  expect(toGatewayDate("2024-08-01")).toBe("01-08-2024");
  expect(fromGatewayDate("01-08-2024")).toBe("2024-08-01");
});

test("takes the UTC day of a Date", () => {
  expect(toGatewayDate(new Date("2024-12-31T23:59:59.999Z"))).toBe("31-12-2024");
});

test.each([
  "2026-02-30",
  "2026-13-01",
  "2026-1-1",
  "01-08-2024",
  "",
  "today",
  "2026-01-01T00:00:00Z",
  new Date(NaN),
  7,
])("refuses %j as a day and names the field", (wrong) => {
  expect(() => toGatewayDate(wrong as string, "from")).toThrow(/^from: /);
});

test.each(["2024-08-01", "31-02-2024", "1-8-2024", ""])("refuses %j as a gateway date", (wrong) => {
  expect(() => fromGatewayDate(wrong, "to")).toThrow(/^to: /);
});

test("any range is covered by windows of at most 7 days, no day twice, none missed", () => {
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

test("a range that ends before it begins is refused", () => {
  expect(() => [...dayWindows("2026-01-02", "2026-01-01")]).toThrow(/^to: lies before/);
});

test("counts days on and back over the ends of months and years", () => {
  expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
  expect(addDays("2026-01-03", -7)).toBe("2025-12-27");
  expect(addDays(new Date("2026-03-29T23:00:00Z"), 0)).toBe("2026-03-29");
  expect(() => addDays("2026-02-30", 1, "from")).toThrow(/^from: /);
});

test.each(["2026-02-28", "2024-02-29"])("%s is a day", (day) => expect(isDay(day)).toBe(true));
test.each(["2026-02-30", "2026-2-1", "", "today", "+2026-01-01", "2026-01-01\n"])(
  "%j is none",
  (day) => expect(isDay(day)).toBe(false),
);
