import { loadContract, type ContractOverride } from "@numipay/core/protocol";
import { describe, expect, it } from "vitest";
import { isJsonNumber, toWireBody } from "../../src/gateway/wire-body.js";
import { toWebhookBody } from "../../src/gateway/wire-transaction.js";

const transaction = {
  transaction_id: "1234567890123456",
  user_id: "7",
  tracking_id: "order-1",
  status: "successful",
  currency: "EUR",
  amount: "200.50",
  transaction_type: "deposit",
};

const written = (webhook: ContractOverride["webhook"], fields = {}) =>
  toWebhookBody(loadContract({ ...(webhook && { webhook }) }), { ...transaction, ...fields });

describe("a webhook's body", () => {
  it("has the documented fields in order", () => {
    expect(written(undefined)).toBe(JSON.stringify(transaction));
  });

  it("follows the contract override in the same order", () => {
    const body = written({
      at: "data.event",
      fields: {
        transaction_id: { name: "id", type: "number" },
        amount: { type: "number" },
        user_id: { type: "number" },
      },
    });
    expect(body).toBe(
      '{"data":{"event":{"id":1234567890123456,"user_id":7,"tracking_id":"order-1","status":"successful","currency":"EUR","amount":200.5,"transaction_type":"deposit"}}}',
    );
  });

  it("omits an empty user_id if allowed", () => {
    const optional = { fields: { user_id: { required: false } } };
    expect(JSON.parse(written(optional, { user_id: "" }))).not.toHaveProperty("user_id");
    expect(JSON.parse(written(optional))).toHaveProperty("user_id", "7");
    expect(JSON.parse(written({}, { user_id: "" }))).toHaveProperty("user_id", "");
  });

  it("keeps values that are not JSON numbers", () => {
    const fields = { user_id: { type: "number" }, transaction_id: { type: "number" } } as const;
    const body = JSON.parse(
      written({ fields }, { user_id: "007", transaction_id: "a1" }),
    ) as object;
    expect(body).toMatchObject({ user_id: "007", transaction_id: "a1" });
  });
});

describe("a response's body", () => {
  it("converts booleans", () => {
    const { operations } = loadContract({
      operations: { rejectPayout: { response: { fields: { done: { type: "boolean" } } } } },
    });
    expect(toWireBody(operations.rejectPayout.response, { done: "true" })).toEqual({ done: true });
  });
});

it.each([
  ["0", true],
  ["200.00", true],
  ["-1.5", true],
  ["9007199254740993", false],
  ["0.1000000000000000055", false],
  ["1e3", false],
  ["01", false],
  ["", false],
  ["1.", false],
])("isJsonNumber(%j) is %s", (text, expected) => {
  expect(isJsonNumber(text)).toBe(expected);
});
