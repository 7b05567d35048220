import { Logger } from "@nestjs/common";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createNestOutcomeLog } from "../src/nest-outcome-log.js";

describe("createNestOutcomeLog", () => {
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
    createNestOutcomeLog("default")(report);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(lines[0]?.length).toBeLessThan(1_000);
  });

  it("survives a logger that fails", async () => {
    const printed: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line) => void printed.push(String(line)));
    vi.spyOn(Logger.prototype, "error").mockImplementation(
      () => Promise.reject(new Error("The log is unreachable.")) as never,
    );
    createNestOutcomeLog("default")(report);
    await new Promise((resolve) => setImmediate(resolve));
    expect(printed[0]).toMatch(/^numipay: OutcomeSink\.error failed/);
  });
});
