import { describe, expect, it } from "vitest";
import { toCarrier } from "../src/carrier.js";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const entries = (count: number, value: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`header-${at}`, value]));

describe("toCarrier", () => {
  it("returns a copy of the strings", () => {
    const value = { traceparent, tracestate: "a=1", count: 1, nested: {}, nothing: null };
    const carrier = toCarrier(value);
    expect(carrier).toEqual({ traceparent, tracestate: "a=1" });
    expect(carrier).not.toBe(value);
  });

  it.each([
    ["nothing", undefined],
    ["null", null],
    ["text", traceparent],
    ["a list", [traceparent]],
    ["nine entries", entries(9, "x")],
    ["a long value", { traceparent, tracestate: "x".repeat(1_024) }],
    ["a long name", { ["x".repeat(1_025)]: "" }],
    ["many characters in all", entries(8, "x".repeat(121))],
  ])("returns an empty one for %s", (_what, value: unknown) => {
    expect(toCarrier(value)).toEqual({});
  });

  it("accepts eight entries with 1,024 characters", () => {
    const most = entries(8, "x".repeat(120));
    expect(Object.entries(most).flat().join("")).toHaveLength(1_024);
    expect(toCarrier(most)).toEqual(most);
  });
});
