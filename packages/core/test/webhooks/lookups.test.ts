/* oxlint-disable unicorn/no-thenable -- broken thenables are under test */
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { delivery, password, transaction } from "./fixture.js";

const unhandled: unknown[] = [];
const collect = (error: unknown): void => void unhandled.push(error);
beforeEach(() => void process.on("unhandledRejection", collect));
afterEach(() => {
  process.off("unhandledRejection", collect);
  // oxlint-disable-next-line no-standalone-expect -- applies to every test in this file
  expect(unhandled.splice(0)).toEqual([]);
});

/** Receives a signed delivery and returns its outcome and the calls of its handler. */
async function receive(options: WebhookOptions) {
  const reports: OutcomeReport[] = [];
  let calls = 0;
  const receiver = createReceiver({
    signaturePassword: password,
    onOutcome: (report) => void reports.push(report),
    ...options,
  });
  receiver.on("*", () => {
    calls += 1;
  });
  const { outcome, status } = await receiver.receive(delivery(transaction));
  await setImmediate();
  return { outcome, status, calls, error: String(reports[0]?.error) };
}

const never = (): Promise<never> => new Promise(() => undefined);

/** The ways in which a lookup function can fail. */
const failures: Record<string, () => never> = {
  throws: () => {
    throw new Error("unavailable");
  },
  "throws a string": () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw "unavailable";
  },
  rejects: () => Promise.reject(new Error("unavailable")) as never,
  "returns a thenable that throws": () =>
    ({
      then() {
        throw new Error("unavailable");
      },
    }) as never,
  "never resolves": () => never() as never,
};

describe.each(Object.entries(failures))("a lookup that %s", (_name, fail) => {
  it("is a bad signature for signaturePassword", async () => {
    const seen = await receive({ signaturePassword: fail, handlerTimeoutMs: 20 });
    expect(seen).toMatchObject({ outcome: "bad-signature", status: 401, calls: 0 });
    expect(seen.error).toMatch(/unavailable|signaturePassword did not resolve within 20 ms/);
  });

  it("is an unavailable inbox for account", async () => {
    const seen = await receive({ account: fail, handlerTimeoutMs: 20 });
    expect(seen).toMatchObject({ outcome: "inbox-unavailable", status: 503, calls: 0 });
    expect(seen.error).toMatch(/unavailable|account did not resolve within 20 ms/);
  });

  it("is an unconfirmed event for confirm", async () => {
    const seen = await receive({ confirm: fail, handlerTimeoutMs: 20 });
    expect(seen).toMatchObject({ outcome: "unconfirmed", status: 503, calls: 0 });
    expect(seen.error).toMatch(/unavailable|confirm did not resolve within 20 ms/);
  });
});

describe("an unreadable result of confirm", () => {
  it("leaves the event unconfirmed", async () => {
    const confirm = () => ({
      get transaction_status(): string {
        throw new Error("unavailable");
      },
    });
    expect(await receive({ confirm })).toMatchObject({ outcome: "unconfirmed", status: 503 });
  });
});

describe("a lookup that rejects too late", () => {
  it("causes no unhandled rejection", async () => {
    let fail = (_error: Error): void => undefined;
    const late = new Promise<never>((_resolve, reject) => (fail = reject));
    const { outcome } = await receive({ account: () => late, handlerTimeoutMs: 5 });
    fail(new Error("unavailable"));
    await setImmediate();
    expect({ outcome, unhandled }).toEqual({ outcome: "inbox-unavailable", unhandled: [] });
  });
});
