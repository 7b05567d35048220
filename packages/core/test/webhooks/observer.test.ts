import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createConsoleLog, type OutcomeReport } from "../../src/webhooks/observer.js";

const printed: unknown[][] = [];

beforeEach(() => {
  printed.length = 0;
  vi.spyOn(console, "error").mockImplementation((...words) => void printed.push(words));
});

afterEach(() => {
  vi.restoreAllMocks();
});

const report = (outcome: OutcomeReport["outcome"], error?: Error): OutcomeReport => ({
  outcome,
  account: "default",
  status: 0,
  durationMs: 1,
  reason: undefined,
  eventType: undefined,
  transaction_id: undefined,
  tracking_id: undefined,
  matched: undefined,
  passwordIndex: undefined,
  handlers: undefined,
  contradicts: undefined,
  gatewayStatus: undefined,
  error,
});

test.each(["handler-failed", "inbox-unavailable", "unconfirmed"] as const)(
  "%s is printed each time, with what was thrown",
  (outcome) => {
    const observe = createConsoleLog();
    const error = new Error("no database");
    observe(report(outcome, error));
    observe(report(outcome, error));
    expect(printed).toHaveLength(2);
    expect(printed[0]?.[1]).toBe(error);
  },
);

test("a refused signature is printed once: a wrong password must be seen, a flood must not fill the log", () => {
  const observe = createConsoleLog();
  for (let i = 0; i < 100; i += 1) observe(report("bad-signature"));
  expect(printed).toHaveLength(1);
});

test.each(["malformed", "conflict"] as const)(
  "%s is printed: somebody must look into it",
  (outcome) => {
    createConsoleLog()(report(outcome));
    expect(printed).toHaveLength(1);
  },
);

test.each([
  "processed",
  "duplicate",
  "stale",
  "in-progress",
  "too-large",
  "method-not-allowed",
] as const)("%s is not printed", (outcome) => {
  createConsoleLog()(report(outcome));
  expect(printed).toEqual([]);
});

test("a late statement is logged with its mistake", () => {
  const error = new Error("Await every statement.");
  createConsoleLog()(report("late-statement", error));
  expect(printed).toEqual([["numipay: late-statement.", error]]);
});

test("an event without a handler is logged once per event name, and not for ever", () => {
  const observe = createConsoleLog();
  for (let i = 0; i < 100; i += 1) {
    for (const eventType of ["deposit.pending", "deposit.rejected", `deposit.s${i}`]) {
      observe({ ...report("unhandled"), eventType });
    }
  }
  expect(printed).toHaveLength(50);
  expect(printed[0]?.[0]).toMatch(/^numipay: no handler for deposit.rejected; recorded/);
});
