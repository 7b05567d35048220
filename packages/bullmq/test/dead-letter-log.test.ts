import { afterEach, describe, expect, it, vi } from "vitest";
import { createLinkLog } from "../src/redis-link.js";
import { createOutcomeLogger } from "@numipay/core";
import { createDeadLetterLog } from "../src/dead-letter-log.js";

const hostile = `\u001B[2J\nnumipay: processed \u009B31m\u202E\u2028${"x".repeat(65_536)}`;
const event = {
  transaction_id: hostile,
  user_id: hostile,
  tracking_id: hostile,
  status: hostile,
  currency: hostile,
  amount: hostile,
  transaction_type: hostile,
};

describe("the worker's log", () => {
  afterEach(() => void vi.restoreAllMocks());

  it("prints one bounded line without control characters", () => {
    const printed: string[] = [];
    vi.spyOn(console, "error").mockImplementation((line) => void printed.push(String(line)));
    const at = new Date(0);
    const about = { id: hostile, account: hostile, reason: hostile, attempts: 1 };
    createDeadLetterLog()({ ...about, event, enqueuedAt: at, failedAt: at });
    createLinkLog("the webhook queue")(new Error(hostile));
    createOutcomeLogger(
      console,
      "the queue",
    )({
      outcome: "handler-failed",
      status: undefined,
      durationMs: 1,
      reason: hostile,
      account: "default",
      eventType: hostile,
      transaction_id: hostile,
      tracking_id: hostile,
      matched: undefined,
      passwordIndex: undefined,
      handlers: 1,
      contradicts: undefined,
      txUsed: undefined,
      gatewayStatus: undefined,
      error: undefined,
    });
    expect(printed).toHaveLength(3);
    for (const line of printed) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\u2028]/u);
      expect(line.length).toBeLessThan(3_000);
    }
  });
});
