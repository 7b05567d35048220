import { readFile } from "node:fs/promises";
import { operations } from "@numipay/core/protocol";
import { describe, expect, it } from "vitest";
import { card, createMerchant, openCheckout, order, type Merchant } from "../merchant.js";
import { temporaryFile } from "../temporary-file.js";

const full = order({ ...card(), provider_id: "pursa" });
const enveloped = Object.values(operations).filter(({ envelope }) => envelope);

describe.each(enveloped)("$path", ({ path, required }) => {
  it.each(required.map((field) => ({ field })))("requires $field", async ({ field }) => {
    const merchant = await createMerchant();
    for (const value of [undefined, null, "", 200, {}]) {
      const response = await merchant.call("POST", path, { request: { ...full, [field]: value } });
      expect([value, response.status, response.body["field"]]).toEqual([value, 422, field]);
      expect(response.body["message"]).toContain(field);
    }
    expect(merchant.sandbox.transactions()).toEqual([]);
  });

  it("requires the envelope", async () => {
    const merchant = await createMerchant();
    for (const body of [full, {}, { request: [] }, { request: null }, [], null, "text"]) {
      expect((await merchant.call("POST", path, body)).status).toBe(400);
    }
  });

  it("ignores unknown fields", async () => {
    const merchant = await createMerchant();
    const response = await merchant.call("POST", path, { request: { ...full, colour: "green" } });
    expect(response.status).toBe(200);
  });
});

it.each([
  ["amount", ["-1", "+1", "1e3", "1,00", "01.00", ".5", "1.", " 1", "0", "0.00", "NaN"]],
  ["currency", ["eur", "EURO", "E1R"]],
  ["return_url", ["javascript:alert(1)", "/back", "data:text/html,x", "shop.test"]],
  ["return_url", ["https://user:hunter2@shop.test/", "https://hunter2@shop.test/"]],
  ["country", ["de", "DEU"]],
  ["email", ["not-an-address", "a b@c"]],
  ["tracking_id", ["x".repeat(256), "a\u0000b", "\ud800"]],
  ["user_id", ["a\u0000b", "a\nb"]],
  ["card_number", ["4242 4242 4242 4242", "12345678901", "1".repeat(20)]],
  ["expiry_month", ["0", "13", "1"]],
  ["expiry_year", ["30"]],
  ["cvv", ["12", "12345", "abc"]],
])("rejects a malformed %s without repeating it", async (field, values) => {
  const merchant = await createMerchant();
  for (const value of values) {
    const response = await merchant.call("POST", "/payments/server-to-server", {
      request: { ...full, [field]: value },
    });
    expect([value, response.status, response.body["field"]]).toEqual([value, 422, field]);
    if (field === "card_number") expect(JSON.stringify(response.body)).not.toContain(value);
    expect(JSON.stringify(response.body)).not.toContain("hunter2");
  }
});

const post = ({ sandbox }: Merchant, body: string, type = "application/json") =>
  sandbox.fetch("/payments/hosted", {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": type },
    body,
  });

it.each(["text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "application/jsonp", ""])(
  "rejects the content type %j",
  async (type) => {
    const merchant = await createMerchant();
    const response = await post(merchant, JSON.stringify({ request: order() }), type);
    expect(response.status).toBe(415);
    expect(await response.json()).toEqual({ message: expect.stringContaining("content-type") });
    expect(merchant.sandbox.transactions()).toEqual([]);
  },
);

it("accepts JSON content types in any form", async () => {
  const merchant = await createMerchant();
  const types = [
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/json;charset=utf-8",
  ];
  for (const [index, type] of types.entries()) {
    const request = order({ tracking_id: `order-${index}` });
    expect((await post(merchant, JSON.stringify({ request }), type)).status).toBe(200);
  }
});

it("rejects invalid JSON and large bodies", async () => {
  const merchant = await createMerchant();
  expect((await post(merchant, "{")).status).toBe(400);
  expect(
    (await post(merchant, JSON.stringify({ request: order({ user_id: "x".repeat(70_000) }) })))
      .status,
  ).toBe(413);
});

describe("the API key", () => {
  it.each(Object.values(operations))("is required for $path", async ({ method, path }) => {
    const merchant = await createMerchant();
    for (const key of ["", "sandbox_dev_wrong"]) {
      const body = method === "POST" ? {} : undefined;
      const response = await merchant.call(method, path, body, key);
      expect(response.status).toBe(401);
      expect(JSON.stringify(response.body)).not.toContain("sandbox_dev_wrong");
    }
    const { sandbox } = merchant;
    expect((await sandbox.fetch(path, { method })).status).toBe(401);
  });

  it("decides the mode and limits what it sees", async () => {
    const merchant = await createMerchant();
    const { liveApiKey } = merchant.sandbox;
    await openCheckout(merchant);
    const live = { request: order({ amount: "5.00" }) };
    expect((await merchant.call("POST", "/payouts/request", live, liveApiKey)).status).toBe(200);
    expect(merchant.sandbox.transactions().map(({ mode }) => mode)).toEqual(["test", "live"]);
    const listed = async (key?: string) =>
      (await merchant.call("GET", "/transactions", undefined, key)).body as unknown as {
        amount: string;
      }[];
    expect((await listed()).map(({ amount }) => amount)).toEqual(["200.00"]);
    expect((await listed(liveApiKey)).map(({ amount }) => amount)).toEqual(["5.00"]);
    const liveId = merchant.sandbox.transactions()[1]?.transaction_id;
    const reject = await merchant.call("POST", "/payouts/reject", { transaction_id: liveId });
    expect(reject.status).toBe(404);
  });
});

it("never stores a card number or a CVV", async () => {
  const file = await temporaryFile();
  const merchant = await createMerchant({ file });
  for (const number of ["4242424242424242", "4000000000003220", "4999888877776666"]) {
    await merchant.call("POST", "/payments/server-to-server", {
      request: order({
        ...card({ card_number: number, cvv: "9173" }),
        tracking_id: number.slice(-4),
      }),
    });
  }
  await merchant.sandbox.runUntilIdle();
  await merchant.sandbox.close();
  const bytes = await readFile(file, "latin1");
  expect(bytes).toContain("6666");
  for (const secret of ["4242424242424242", "4000000000003220", "4999888877776666", "9173"]) {
    expect(bytes).not.toContain(secret);
  }
});
