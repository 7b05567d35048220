import { describe, expect, it, vi } from "vitest";
import type { ContractOverride } from "../../src/protocol/contract/override.js";
import { toContract } from "../../src/protocol/contract/contract.js";
import { readResponse } from "../../src/client/read-response.js";
import { respondWith, clientOf, startGateway } from "./stub-gateway.js";

const item = {
  transaction_id: "t-1",
  user_id: "u-1",
  tracking_id: "o-1",
  status: "successful",
  currency: "EUR",
  amount: "200.00",
  transaction_type: "deposit",
};

/** The JSON of an item with some values replaced. */
const withNumbers = (over: Record<string, string>): string =>
  `{${Object.entries({ ...item, ...over })
    .map(([name, value]) => `"${name}":${name in over ? value : JSON.stringify(value)}`)
    .join(",")}}`;

function read(text: string, override: ContractOverride = {}, operation = "listTransactions") {
  const { operations } = toContract(override);
  return readResponse(operations[operation]!, text, JSON.parse(text) as unknown);
}

describe("the response of a list", () => {
  it("keeps the digits of ids and amounts", () => {
    const text = `[${withNumbers({ transaction_id: "12345678901234567890", amount: "200.00" })},${JSON.stringify(item)}]`;
    expect(read(text)).toEqual([{ ...item, transaction_id: "12345678901234567890" }, item]);
  });

  it("leaves other numbers and unknown fields", () => {
    const text = `[${withNumbers({ amount: "2e2", user_id: "7", fee: "1.50", details: '{"amount":1.0}' })}]`;
    expect(read(text)).toEqual([
      { ...item, amount: 200, user_id: "7", fee: 1.5, details: { amount: 1 } },
    ]);
  });

  it("passes invalid items through", () => {
    expect(read(`[null,7,"x",[1.0],${withNumbers({ amount: "1.10" })}]`)).toEqual([
      null,
      7,
      "x",
      [1],
      { ...item, amount: "1.10" },
    ]);
  });

  it("follows the contract override", () => {
    const override: ContractOverride = {
      webhook: { fields: { transaction_id: { name: "id" }, fee: { type: "string" } } },
      operations: { listTransactions: { response: { at: "data.items" } } },
    };
    const { transaction_id: _, ...rest } = item;
    const text = `{"data":{"items":[{"id":12345678901234567890,"fee":0.10,${JSON.stringify(rest).slice(1)}]}}`;
    expect(read(text, override)).toEqual([
      { ...item, transaction_id: "12345678901234567890", fee: "0.10" },
    ]);
  });

  it("is parsed once without numbers", () => {
    const text = JSON.stringify([item, { ...item, fee: 1.5 }]);
    const parsed = JSON.parse(text) as unknown;
    const parse = vi.spyOn(JSON, "parse");
    expect(readResponse(toContract().operations.listTransactions, text, parsed)).toBe(parsed);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  it("reaches the caller with its digits", async () => {
    const text = `[null,${withNumbers({ amount: "0.1000000000000000055" })}]`;
    const gateway = await startGateway(respondWith(200, text));
    expect(await clientOf(gateway).transactions.list()).toEqual([
      null,
      { ...item, amount: "0.1000000000000000055" },
    ]);
  });
});

describe("the response of another operation", () => {
  const operations = {
    getBalance: {
      method: "GET",
      path: "/balance",
      response: { fields: { balance: { type: "string" }, count: { type: "number" } } },
    },
  } as const;

  it("keeps the digits of a string field", () => {
    const text = '{"balance":100.10,"count":3,"amount":1.50}';
    expect(read(text, { operations }, "getBalance")).toEqual({
      balance: "100.10",
      count: 3,
      amount: 1.5,
    });
  });
});
