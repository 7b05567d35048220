import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { delivery, password, transaction } from "./fixture.js";

const canary = "canary-signature-password-Zq7";

afterEach(() => {
  vi.restoreAllMocks();
});

const everything = (value: unknown): string =>
  inspect(value, { showHidden: true, depth: Infinity, getters: true }) + JSON.stringify(value);

const failing: WebhookOptions["inbox"] = {
  claim: () => Promise.reject(new Error("no store")),
  complete: () => Promise.reject(new Error("no store")),
  release: () => Promise.reject(new Error("no store")),
};

/** One case per outcome, each with the canary as one of the passwords. */
const cases: [string, WebhookOptions, ReturnType<typeof delivery>][] = [
  ["unhandled", {}, delivery(transaction)],
  ["handler-failed", {}, delivery({ ...transaction, status: "rejected" })],
  ["inbox-unavailable", { inbox: failing }, delivery(transaction)],
  ["bad-signature", { signaturePassword: [canary] }, delivery(transaction)],
  ["bad-signature", {}, delivery(transaction, { headers: { "x-signature": canary } })],
  ["unreadable", {}, delivery({ transaction_id: "t-1" })],
  ["malformed", {}, delivery(`{"deep":${"[".repeat(64)}${"]".repeat(64)}}`)],
  ["too-large", { maxBodyBytes: 1 }, delivery(transaction, { headers: { "content-length": "9" } })],
  ["method-not-allowed", {}, delivery(transaction, { method: "GET" })],
];

describe("passwords", () => {
  it.each(cases)("are not exposed for the outcome %s", async (outcome, options, given) => {
    const seen: unknown[] = [];
    for (const level of ["log", "info", "warn", "error"] as const) {
      vi.spyOn(console, level).mockImplementation((...words) => void seen.push(words));
    }
    for (const onOutcome of [undefined, (report: unknown) => void seen.push(report)]) {
      const all: WebhookOptions = { signaturePassword: [canary, password], onOutcome, ...options };
      const receiver = createReceiver(all).on("*.rejected", () => {
        throw new Error("no");
      });
      const response = await receiver.receive(given);
      expect(response.outcome).toBe(outcome);
      seen.push(response, receiver);
    }
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect(everything(seen)).not.toContain(canary);
    expect(everything(seen)).not.toContain(password);
  });

  it("are hidden from inspection", () => {
    expect(everything(numipayWebhook({ signaturePassword: canary }))).not.toContain(canary);
  });

  it("are not printed when the option is invalid", () => {
    const wrong = [canary, 7] as unknown as string[];
    try {
      createReceiver({ signaturePassword: wrong });
      expect.unreachable();
    } catch (error) {
      expect(everything(error)).toContain("signaturePassword");
      expect(everything(error)).not.toContain(canary);
    }
  });
});
