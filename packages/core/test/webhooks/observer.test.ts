import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import fc from "fast-check";
import { createOutcomeLogger, type OutcomeReport } from "../../src/webhooks/observer.js";

const printed: unknown[][] = [];

beforeEach(() => {
  printed.length = 0;
  for (const method of ["error", "warn"] as const) {
    vi.spyOn(console, method).mockImplementation((...words) => void printed.push(words));
  }
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
  txUsed: undefined,
  gatewayStatus: undefined,
  error,
});

describe("the default outcome logger", () => {
  it.each(["handler-failed", "inbox-unavailable", "unconfirmed"] as const)(
    "logs %s each time with its error",
    (outcome) => {
      const observe = createOutcomeLogger(console);
      const error = new Error("no database");
      observe(report(outcome, error));
      observe(report(outcome, error));
      expect(printed).toHaveLength(2);
      expect(printed[0]?.[1]).toBe(error);
    },
  );

  it("logs only the first invalid signature", () => {
    const observe = createOutcomeLogger(console);
    for (let i = 0; i < 100; i += 1) observe(report("bad-signature"));
    expect(printed).toHaveLength(1);
  });

  it.each(["malformed", "conflict"] as const)("logs %s", (outcome) => {
    createOutcomeLogger(console)(report(outcome));
    expect(printed).toHaveLength(1);
  });

  it("explains a conflict", () => {
    createOutcomeLogger(console)({ ...report("conflict"), eventType: "deposit.successful" });
    expect(printed[0]?.[0]).toMatch(/^numipay: conflict deposit\.successful: .*not applied/);
    expect(printed[0]?.[0]).toMatch(/inbox\.conflicts\(\)\.$/);
  });

  it.each([
    "processed",
    "duplicate",
    "stale",
    "in-progress",
    "too-large",
    "method-not-allowed",
  ] as const)("does not log %s", (outcome) => {
    createOutcomeLogger(console)(report(outcome));
    expect(printed).toEqual([]);
  });

  it("logs once per event that a handler did not use tx", () => {
    const observe = createOutcomeLogger(console);
    const applied = { ...report("processed"), eventType: "deposit.successful" };
    for (const txUsed of [true, undefined]) observe({ ...applied, txUsed });
    expect(printed).toEqual([]);
    for (let i = 0; i < 3; i += 1) observe({ ...applied, txUsed: false });
    observe({ ...applied, eventType: "payout.successful", txUsed: false });
    expect(printed.map(([message]) => message)).toEqual([
      expect.stringContaining("a handler of deposit.successful did not use tx"),
      expect.stringContaining("a handler of payout.successful did not use tx"),
    ]);
  });

  it("logs a late statement with its error", () => {
    const error = new Error("Await every statement.");
    createOutcomeLogger(console)(report("late-statement", error));
    expect(printed).toEqual([["numipay: late-statement.", error]]);
  });

  it("logs unhandled events once per name", () => {
    const observe = createOutcomeLogger(console);
    for (let i = 0; i < 100; i += 1) {
      for (const eventType of ["deposit.pending", "deposit.rejected", `deposit.s${i}`]) {
        observe({ ...report("unhandled"), eventType });
      }
    }
    expect(printed).toHaveLength(50);
    expect(printed[0]?.[0]).toMatch(/^numipay: no handler for deposit.rejected; recorded/);
  });

  it("logs where an unreadable delivery is stored", () => {
    const observe = createOutcomeLogger(console);
    const reason = "user_id is null";
    observe({ ...report("unreadable"), reason, status: 200 });
    observe({ ...report("unreadable"), reason, status: 503 });
    expect(printed.map(([line]) => line)).toEqual([
      "numipay: unreadable: user_id is null; stored. Fix the contract, then call webhook.unreadable.replay().",
      "numipay: unreadable: user_id is null; stored in memory; the gateway will retry it.",
    ]);
  });
});

describe("an outcome logger", () => {
  it("prints no undefined on a console", () => {
    createOutcomeLogger(console)(report("malformed"));
    expect(printed).toEqual([["numipay: malformed."]]);
  });

  it("ends a reason that is a sentence with one full stop", () => {
    createOutcomeLogger(console)({
      ...report("bad-signature"),
      reason: "signaturePassword is missing.",
    });
    expect(printed[0]?.[0]).toMatch(/: signaturePassword is missing\. Check the/);
  });
});

describe("a log of untrusted values", () => {
  const outcomes = [
    "handler-failed",
    "malformed",
    "unreadable",
    "unhandled",
    "bad-signature",
    "late-statement",
  ] as const;
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\u001B[2J\nnumipay: processed", "\u009B31m\u202E", "\u2028\uFEFF\uD800"),
  );

  it("is one line without control characters", () => {
    const fields = fc.record({ eventType: text, tracking_id: text, reason: text });
    fc.assert(
      fc.property(fc.constantFrom(...outcomes), fields, (outcome, network) => {
        printed.length = 0;
        createOutcomeLogger(console)({ ...report(outcome), ...network });
        for (const [line] of printed) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });

  it("is truncated", () => {
    createOutcomeLogger(console)({ ...report("malformed"), tracking_id: "x".repeat(65_536) });
    expect(String(printed[0]?.[0]).length).toBeLessThan(1_000);
  });
});

describe("a failing logger", () => {
  it("does not reject or throw", async () => {
    const observe = createOutcomeLogger({
      error: async () => {
        throw new Error("unavailable");
      },
      warn: () => {
        throw new Error("unavailable");
      },
    });
    observe(report("malformed"));
    observe(report("bad-signature"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(printed.map(([line]) => String(line).split(" ")[1])).toEqual([
      "logger.warn",
      "logger.error",
    ]);
  });
});
