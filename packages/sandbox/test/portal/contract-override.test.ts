import type { ContractOverride } from "@numipay/core/protocol";
import { beforeEach, describe, expect, it } from "vitest";
import { portalPages } from "../../src/portal/portal-pages.js";
import { createVisitor, textOf, type Visitor } from "./visitor.js";

const contract = {
  basePath: "/api",
  headers: { apiKey: "X-Merchant-Key", signature: "X-Numi-Signature" },
  fields: { amount: { type: "number" }, currency: { pattern: "^[A-Z]{3,4}$" } },
  operations: {
    hostedCheckout: { envelope: "payment", fields: { tracking_id: { name: "reference" } } },
    direct: { fields: { provider_id: { type: "number" } } },
  },
  webhook: {
    at: "event",
    fields: { tracking_id: { name: "reference" }, user_id: { type: "number", required: false } },
  },
  statuses: { refunded: { final: true }, on_hold: { final: false } },
  types: { chargeback: {} },
} as const satisfies ContractOverride;

let visitor: Visitor;
let transactionId: string;
beforeEach(async () => {
  visitor = await createVisitor({ contract });
  const added = visitor.sandbox.addTransaction({
    tracking_id: "case-7",
    currency: "USDT",
    amount: "200.00",
    transaction_type: "chargeback",
    status: "on_hold",
  });
  transactionId = added.transaction_id;
  await visitor.sandbox.flush();
});

describe("the portal with a contract override", () => {
  it("renders every page", async () => {
    for (const { path } of portalPages) expect(await visitor.read(path)).toContain("</html>");
    const deliveryId = visitor.sandbox.deliveries()[0]?.deliveryId ?? "";
    expect(textOf(await visitor.read(`deliveries/${deliveryId}`))).toContain(
      '"reference": "case-7"',
    );
    expect(textOf(await visitor.read("deliveries"))).toContain("case-7");
    expect(textOf(await visitor.read("analytics"))).toMatch(/On hold/);
  });

  it("supports added statuses and types", async () => {
    const read = (query: string) => visitor.read(`transactions?${query}`);
    expect(await read("status=on_hold&type=chargeback")).toContain("case-7");
    expect(await read("status=refunded")).toContain("No matching transactions");
    const page = `transactions/${transactionId}`;
    expect(textOf(await visitor.read(page))).toMatch(/on_hold.*Opened.*Status set.*"event"/);
    expect(textOf(await visitor.post(`${page}/status`, { status: "refunded" }))).toContain(
      "Set the status to refunded.",
    );
    expect(visitor.sandbox.transactions()).toMatchObject([{ status: "refunded" }]);
    expect(textOf(await visitor.post(`${page}/status`, { status: "on_hold" }))).toContain(
      "Nothing changed: A transaction that is refunded cannot become on_hold.",
    );
    expect(textOf(await visitor.post(`${page}/status`))).toContain("Nothing changed");
  });

  it("shows the names of the wire format", async () => {
    const credentials = await visitor.read("credentials");
    expect(credentials).toContain("X-Merchant-Key");
    expect(credentials).toContain("x-numi-signature");
    expect(textOf(await visitor.read("providers"))).toMatch(/Northbank.*\b1\b.*Pursa.*\b3\b/);
  });

  it("sends a test delivery in the contract's format", async () => {
    await visitor.post("accounts/test-delivery");
    await visitor.sandbox.flush();
    expect(JSON.parse(visitor.received.at(-1)?.body ?? "")).toMatchObject({
      event: { reference: "portal-test-1", user_id: 1 },
    });
  });

  it("accepts the contract's currencies in rules", async () => {
    const rule = { provider_id: "pursa", direction: "", currencies: "usdt", enabled: "yes" };
    await visitor.post("provider-rules/create", rule);
    const { html } = await visitor.send("provider-rules/create", {
      ...rule,
      currencies: "TOOLONG",
    });
    expect(textOf(html)).toContain("Each must match ^[A-Z]{3,4}$");
  });
});

it("shows a first command for the contract", async () => {
  const empty = await createVisitor({ contract });
  const [, command = ""] = /<code>(curl[^]*?)<\/code>/.exec(await empty.read("transactions")) ?? [];
  const text = command.replaceAll("&#39;", "'").replaceAll("&quot;", '"');
  const [, url = ""] = /curl -s (\S+)/.exec(text) ?? [];
  const [, key = ""] = /X-Merchant-Key: ([^']+)'/.exec(text) ?? [];
  const [, body = ""] = /-d '([^']+)'/.exec(text) ?? [];
  const response = await empty.sandbox.fetch(url, {
    method: "POST",
    headers: { "x-merchant-key": key, "content-type": "application/json" },
    body,
  });
  expect(response.status).toBe(200);
});

it("hides the status form without added statuses", async () => {
  const plain = await createVisitor();
  const { transaction_id } = plain.sandbox.addTransaction({
    tracking_id: "order-1",
    currency: "EUR",
    amount: "1.00",
    transaction_type: "deposit",
  });
  expect(await plain.read(`transactions/${transaction_id}`)).not.toContain("/status");
});

describe("retries and pending webhooks", () => {
  it("are described as configured", async () => {
    const own = await createVisitor({
      retries: { interval: "1m", attempts: 3 },
      pendingWebhook: "never",
    });
    own.respondWith(() => new Response(null, { status: 503 }));
    expect(textOf(await own.read("clock"))).toContain("every 1 min");
    expect(textOf(await own.read("credentials"))).toContain("every 1 min, at most 3 attempts");
    await own.call("POST", "/payments/hosted", {
      request: { tracking_id: "a", user_id: "u", currency: "EUR", amount: "1.00" },
    });
    const [{ transaction_id: id } = { transaction_id: "" }] = own.sandbox.transactions();
    expect(textOf(await own.read(`transactions/${id}`))).toContain("no webhook for pending");
    own.sandbox.setStatus(id, "rejected");
    await own.sandbox.flush();
    const deliveryId = own.sandbox.deliveries()[0]?.deliveryId ?? "";
    const page = textOf(await own.read(`deliveries/${deliveryId}`));
    expect(page).toMatch(/Retries every 1 min, at most 3 attempts .*Next attempt .*in 1 min/);
  });
});
