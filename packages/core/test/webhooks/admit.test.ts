import { describe, expect, it } from "vitest";
import type { Delivery } from "../../src/webhooks/delivery.js";
import type { OutcomeReport } from "../../src/webhooks/observer.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { delivery, password, transaction } from "./fixture.js";

async function receive(given: Delivery, options: WebhookOptions = {}): Promise<OutcomeReport> {
  const reports: OutcomeReport[] = [];
  const onOutcome = (report: OutcomeReport): void => void reports.push(report);
  const receiver = createReceiver({ signaturePassword: password, onOutcome, ...options });
  await receiver.receive(given);
  return reports[0]!;
}

const escaped = JSON.stringify({ ...transaction, user_id: "Zo" }).replace("Zo", "Zo\\u00eb");

describe("the reason of a signature that does not match", () => {
  const parsed = delivery(escaped, { body: { form: "parsed", value: JSON.parse(escaped) } });

  it("says that the raw bytes were not available", async () => {
    const { outcome, reason } = await receive(parsed);
    expect(outcome).toBe("bad-signature");
    expect(reason).toMatch(/^the raw bytes of the body were not available, and the signature/);
    expect(reason).toMatch(
      /mount the webhook before the parser, disable .*, or keep the bytes as rawBody/,
    );
  });

  it("says that strict needs the raw bytes", async () => {
    const { reason } = await receive(parsed, { strict: true });
    expect(reason).toMatch(/^the raw bytes of the body were not available, and strict accepts/);
  });

  it("says so with a password function", async () => {
    const { reason } = await receive(parsed, { signaturePassword: () => password });
    expect(reason).toMatch(/^the raw bytes of the body were not available/);
  });

  it("names the passwords if the bytes were available", async () => {
    const { reason } = await receive(
      delivery(transaction, { headers: { "x-signature": "A".repeat(40) } }),
    );
    expect(reason).toBe("the signature does not match the body with any of the passwords");
  });
});

describe("a request that cannot be read", () => {
  const problem = new TypeError("request.isPaused is not a function");
  const fail = (): never => {
    throw problem;
  };
  const broken: Record<string, Partial<Delivery>> = {
    "its headers": { header: fail },
    "its body": { body: fail },
    "its body later": { body: () => Promise.reject(problem) },
  };

  it.each(Object.entries(broken))("is rejected if reading %s throws", async (_what, members) => {
    const report = await receive({ ...delivery(transaction), ...members });
    expect(report).toMatchObject({ outcome: "bad-signature", status: 401, error: problem });
    expect(report.reason).toMatch(/^the request could not be read/);
  });
});
