import { afterEach, describe, expect, it, vi } from "vitest";
import type { NumipayLogger } from "../../src/protocol/log/numipay-logger.js";
import { signPayload } from "../../src/protocol/signature.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { numipayWebhook } from "../../src/webhooks/web.js";
import { openPino, openWinston } from "../protocol/log/loggers.js";
import { password as signaturePassword, transaction } from "./fixture.js";

afterEach(() => {
  vi.restoreAllMocks();
});

async function deliver(options: WebhookOptions<Request>, tracking_id = "order-1") {
  const webhook = numipayWebhook({ signaturePassword, ...options }).on("*", () => {
    throw new Error("no ledger");
  });
  const body = JSON.stringify({ ...transaction, tracking_id });
  const headers = { "x-signature": signPayload(body, signaturePassword) };
  return webhook.fetch(new Request("http://shop.test/", { method: "POST", headers, body }));
}

describe("the option logger of a webhook", () => {
  it("sends a failed handler to pino", async () => {
    const { logger, lines } = openPino();
    expect((await deliver({ logger })).status).toBe(500);
    expect(lines).toMatchObject([
      {
        level: 50,
        msg: "numipay: handler-failed deposit.successful order-1; the gateway will retry it.",
        err: { message: "no ledger" },
        numipay: {
          outcome: "handler-failed",
          account: "default",
          eventType: "deposit.successful",
          tracking_id: "order-1",
          status: 500,
        },
      },
    ]);
  });

  it("sends a failed handler to winston", async () => {
    const { logger, lines } = openWinston();
    expect((await deliver({ logger }, "%s")).status).toBe(500);
    expect(lines).toMatchObject([
      {
        level: "error",
        message: "numipay: handler-failed deposit.successful %s; the gateway will retry it.",
        error: { message: "no ledger" },
        numipay: { tracking_id: "%s" },
      },
    ]);
  });

  it("gets the warning about a weak password", () => {
    const print = vi.spyOn(console, "warn");
    const { logger, lines } = openPino();
    numipayWebhook({ signaturePassword: "brief-9", logger });
    expect(lines).toMatchObject([{ level: 40, msg: expect.stringContaining("fewer than 20") }]);
    expect(JSON.stringify(lines)).not.toContain("brief-9");
    expect(print).not.toHaveBeenCalled();
  });

  it("is not used for outcomes if onOutcome is set", async () => {
    const { logger, lines } = openPino();
    await deliver({ logger, onOutcome: () => undefined });
    expect(lines).toEqual([]);
  });

  it("does not affect the delivery when it throws", async () => {
    const print = vi.spyOn(console, "error").mockReturnValue();
    const broken: NumipayLogger = {
      error: () => {
        throw new Error("the log is full");
      },
      warn: () => undefined,
    };
    expect((await deliver({ logger: broken })).status).toBe(500);
    expect(print.mock.calls).toEqual([
      [expect.stringMatching(/^numipay: logger\.error failed; .*the log is full/s)],
    ]);
  });

  it("must be a logger", () => {
    const logger = { error: "no" } as unknown as NumipayLogger;
    expect(() => numipayWebhook({ signaturePassword, logger })).toThrow(/^logger must have/);
    expect(() => numipayWebhook({ signaturePassword, logger, onOutcome: () => undefined })).toThrow(
      /^logger must have/,
    );
  });
});
