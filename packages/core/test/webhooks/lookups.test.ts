/* oxlint-disable unicorn/no-thenable -- broken thenables are what is played */
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { delivery, password, transaction } from "./stage.js";

const unhandled: unknown[] = [];
const keep = (error: unknown): void => void unhandled.push(error);
beforeEach(() => void process.on("unhandledRejection", keep));
afterEach(() => {
  process.off("unhandledRejection", keep);
  // oxlint-disable-next-line no-standalone-expect -- of every test here
  expect(unhandled.splice(0)).toEqual([]);
});

/** What becomes of a signed delivery, and how often its handler was called. */
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

/** A failure of a function whose result is needed. */
const failures: Record<string, () => never> = {
  throws: () => {
    throw new Error("away");
  },
  "throws a text": () => {
    // oxlint-disable-next-line no-throw-literal, only-throw-error -- users do
    throw "away";
  },
  rejects: () => Promise.reject(new Error("away")) as never,
  "returns a thenable that throws": () =>
    ({
      then() {
        throw new Error("away");
      },
    }) as never,
  "never resolves": () => never() as never,
};

describe.each(Object.entries(failures))("a function that %s", (_name, fail) => {
  it("is a bad signature as signaturePassword", async () => {
    const seen = await receive({ signaturePassword: fail, handlerTimeoutMs: 20 });
    expect(seen).toMatchObject({ outcome: "bad-signature", status: 401, calls: 0 });
    expect(seen.error).toMatch(/away|signaturePassword did not resolve within 20 ms/);
  });

  it("is an unavailable inbox as account", async () => {
    const seen = await receive({ account: fail, handlerTimeoutMs: 20 });
    expect(seen).toMatchObject({ outcome: "inbox-unavailable", status: 503, calls: 0 });
    expect(seen.error).toMatch(/away|account did not resolve within 20 ms/);
  });

  it("is an unconfirmed event as confirm", async () => {
    const seen = await receive({ confirm: fail, handlerTimeoutMs: 20 });
    expect(seen).toMatchObject({ outcome: "unconfirmed", status: 503, calls: 0 });
    expect(seen.error).toMatch(/away|confirm did not respond within 20 ms/);
  });
});

describe("a confirm whose answer cannot be read", () => {
  it("leaves the event unconfirmed", async () => {
    const confirm = () => ({
      get transaction_status(): string {
        throw new Error("away");
      },
    });
    expect(await receive({ confirm })).toMatchObject({ outcome: "unconfirmed", status: 503 });
  });
});

describe("a lookup that rejects too late", () => {
  it("ends no process", async () => {
    let fail = (_error: Error): void => undefined;
    const late = new Promise<never>((_resolve, reject) => (fail = reject));
    const { outcome } = await receive({ account: () => late, handlerTimeoutMs: 5 });
    fail(new Error("away"));
    await setImmediate();
    expect({ outcome, unhandled }).toEqual({ outcome: "inbox-unavailable", unhandled: [] });
  });
});
