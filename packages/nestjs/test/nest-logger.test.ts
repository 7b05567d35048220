import { Logger } from "@nestjs/common";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createOutcomeLogger } from "@numipay/core";
import { createNestLogger } from "../src/nest-logger.js";

describe("createNestLogger", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    Logger.overrideLogger(true);
  });

  const report = {
    outcome: "malformed",
    status: 400,
    durationMs: 1,
    reason: "\u001B[2J\nforged \u202E",
    account: "default",
    eventType: "deposit.\u009B31m",
    transaction_id: "t",
    tracking_id: "x".repeat(65_536),
    matched: undefined,
    passwordIndex: undefined,
    handlers: undefined,
    contradicts: undefined,
    txUsed: undefined,
    gatewayStatus: undefined,
    error: undefined,
  } as const;

  it("writes one bounded line without control characters", () => {
    const lines: string[] = [];
    Logger.overrideLogger({
      log: () => undefined,
      warn: () => undefined,
      error: (line: string) => void lines.push(line),
    });
    createOutcomeLogger(createNestLogger("default"))(report);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^malformed /);
    expect(lines[0]).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(lines[0]?.length).toBeLessThan(1_000);
  });

  it("writes the stack of each handler's error", () => {
    const stacks: unknown[] = [];
    Logger.overrideLogger({
      log: () => undefined,
      warn: () => undefined,
      error: (_line: string, stack: unknown) => void stacks.push(stack),
    });
    const error = new AggregateError([new Error("no ledger"), new Error("no mail")]);
    createOutcomeLogger(createNestLogger("default"))({ ...report, error });
    expect(stacks[0]).toMatch(/^Error: no ledger\n +at .*Error: no mail\n +at /s);
  });

  it("survives a logger that fails", async () => {
    const printed: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line) => void printed.push(String(line)));
    vi.spyOn(Logger.prototype, "error").mockImplementation(
      () => Promise.reject(new Error("The log is unreachable.")) as never,
    );
    createOutcomeLogger(createNestLogger("default"))(report);
    await new Promise((resolve) => setImmediate(resolve));
    expect(printed[0]).toMatch(/^numipay: logger\.error failed/);
  });
});
