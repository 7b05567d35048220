import { tracingChannel } from "node:diagnostics_channel";
import { inspect } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  createJournal,
  createOutbox,
  memoryInbox,
  memoryJournalStore,
  Numipay,
  numipayWebhook,
  recover,
  reconcile,
  telemetryChannels,
} from "../../src/index.js";
import { signPayload } from "../../src/protocol/signature.js";
import { inSequence, type Reply, respondWith, startGateway } from "../client/stub-gateway.js";

const apiKey = "CanaryKey-7f3Qz";
const signaturePassword = "canary-signature-password-of-40-characters";
const card = {
  card_number: "4532756279624064",
  card_holder: "Canary Holder",
  expiry_month: "01",
  expiry_year: "2031",
  cvv: "9173",
};
const email = "customer@canary.example";
const metadata = { note: "canary-metadata" };
const request = { user_id: "u-1", currency: "EUR", amount: "25.00" };

const secrets = [apiKey, signaturePassword, card.card_number, card.card_holder, "canary"];

/** Keeps every message itself, with what the platform and later events add to it. */
function collect() {
  const messages = new Map<unknown, string>();
  for (const channel of telemetryChannels) {
    for (const event of ["start", "end", "asyncStart", "asyncEnd", "error"] as const) {
      const subscriber = (message: unknown): void => void messages.set(message, channel);
      tracingChannel(channel)[event].subscribe(subscriber);
      onTestFinished(() => {
        tracingChannel(channel)[event].unsubscribe(subscriber);
      });
    }
  }
  return {
    channels: () => new Set(messages.values()),
    text: () =>
      [...messages.keys()]
        .map((message) =>
          [inspect(message, { depth: Infinity, showHidden: true }), JSON.stringify(message)].join(),
        )
        .join("\n"),
  };
}

/** A gateway that echoes everything it received. */
const echo =
  (status: number, body: object = {}): Reply =>
  (response, seen) => {
    const [number = ""] = /\d{16}/.exec(seen.text) ?? [];
    const headers = { "x-request-id": `${seen.headers["x-api-key"] as string} ${number}` };
    const echoed = { ...body, message: seen.text, headers: seen.headers, email };
    respondWith(status, echoed, headers)(response, seen);
  };

describe("no message", () => {
  it("has a secret, card data, an e-mail address, metadata or a result", async () => {
    const url = "https://pay.example/canary-page";
    const charged = { transaction_status: "successful", url, error: "canary" };
    const gateway = await startGateway(
      inSequence(
        echo(200, charged),
        echo(422),
        echo(500),
        echo(404),
        echo(200, { url }),
        echo(200, { transaction_status: "pending" }),
        respondWith(200, []),
      ),
    );
    const store = memoryJournalStore();
    const journal = createJournal(store);
    const inbox = { ...memoryInbox(), durable: true };
    const numipay = new Numipay({ apiKey, baseUrl: gateway.url, retries: 0, journal });
    const { channels, text } = collect();

    // Charged, refused, unknown, queued and recovered.
    const charge = (tracking_id: string): Promise<unknown> =>
      numipay.payments
        .serverToServer({ ...request, ...card, email, tracking_id }, { metadata })
        .catch((error: unknown) => error);
    await charge("o-1");
    await charge("o-2");
    await charge("o-3");
    const outbox = createOutbox({ numipay, journal, inbox, onError: () => undefined });
    outbox.on("refused", () => undefined);
    outbox.on("confirmed", () => {
      throw Object.assign(new Error(`no wallet of ${email}`), { detail: email });
    });
    await outbox.enqueue(
      undefined,
      "payouts.request",
      { ...request, email, tracking_id: "o-4" } as never,
      metadata,
    );
    await outbox.runOnce();
    await recover({ numipay, journal });

    // Delivered, rejected and reconciled.
    const webhook = numipayWebhook({ signaturePassword, inbox, onOutcome: () => undefined });
    webhook.on("*", async ({ status }) => {
      if (status === "pending") return;
      throw Object.assign(new Error(`duplicate key (${email})`), { code: "23505" });
    });
    const event = {
      ...request,
      tracking_id: "o-1",
      transaction_id: "t-1",
      transaction_type: "deposit",
      user_email: email,
    };
    const post = (status: string, signature?: string): Promise<Response> => {
      const body = JSON.stringify({ ...event, status });
      return webhook.fetch(
        new Request("https://shop.example/", {
          method: "POST",
          headers: {
            "x-signature": signature ?? signPayload(body, signaturePassword),
            cookie: "canary",
          },
          body,
        }),
      );
    };
    await post("pending");
    await post("successful");
    await post("successful", "A".repeat(40));
    for await (const _ of reconcile({ numipay, webhook, from: "2026-11-01", to: "2026-11-01" }));

    expect(channels()).toEqual(
      new Set(telemetryChannels.filter((name) => !name.startsWith("numipay.queue."))),
    );
    const published = text();
    const found = secrets.filter((secret) =>
      published.toLowerCase().includes(secret.toLowerCase()),
    );
    expect(found).toEqual([]);
    // Not as a part of a port or a duration.
    expect(published).not.toMatch(/(?<![\d.])9173(?!\d)/);
    expect(published).not.toMatch(/\bresult\b/);
    // It does see what is published.
    expect(published).toContain("o-3");
    expect(published).toContain("outcome_unknown");
    expect(published).toContain("[redacted]");
  });
});
