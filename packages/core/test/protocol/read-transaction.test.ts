import { describe, expect, it } from "vitest";
import type { ContractOverride } from "../../src/protocol/contract/override.js";
import { toContract } from "../../src/protocol/contract/contract.js";
import { readTransaction, wrappedHint } from "../../src/protocol/contract/read-transaction.js";
import { parseExactJson } from "../../src/protocol/exact-json.js";

const fields = {
  transaction_id: '"t-1"',
  user_id: '"u-1"',
  tracking_id: '"o-1"',
  status: '"successful"',
  currency: '"EUR"',
  amount: '"200.00"',
  transaction_type: '"deposit"',
};

/** Reads a transaction whose fields are these texts of JSON; an empty text leaves a field out. */
function read(over: Record<string, string>, webhook: ContractOverride["webhook"] = {}): unknown {
  const members = Object.entries({ ...fields, ...over })
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  const result = readTransaction(
    toContract({ webhook }).webhook,
    parseExactJson(`{${members.join(",")}}`),
  );
  return "problem" in result ? result.problem : result.transaction;
}

describe("a number where a text is documented", () => {
  it.each([
    ["amount", "200.00"],
    ["amount", "0.1000000000000000055"],
    ["amount", "0"],
    ["amount", "90071992547409930000000000.10"],
    ["transaction_id", "12345678901234567890"],
    ["user_id", "7"],
    ["tracking_id", "0"],
  ])("becomes its digits in %s: %s", (field, digits) => {
    expect(read({ [field]: digits })).toMatchObject({ [field]: digits });
  });

  it.each([
    ["amount", "2e2", "amount is a number with an exponent, not a text"],
    ["amount", "2E+2", "amount is a number with an exponent, not a text"],
    ["amount", "-1", "amount is a number below zero, not a text"],
    ["user_id", "1.5", "user_id is a number, not a text"],
    ["user_id", "-1", "user_id is a number below zero, not a text"],
    ["transaction_id", "1e3", "transaction_id is a number with an exponent, not a text"],
    ["status", "1", "status is a number, not a text"],
    ["currency", "978", "currency is a number, not a text"],
    ["transaction_type", "0", "transaction_type is a number, not a text"],
  ])("is not guessed in %s: %s", (field, digits, problem) => {
    expect(read({ [field]: digits })).toBe(problem);
  });
});

describe("a field that is not as documented", () => {
  it.each([
    ["true", "a boolean"],
    ["{}", "an object"],
    ["[1]", "a list"],
  ])("keeps a value from being a transaction: %s", (value, what) => {
    expect(read({ user_id: value })).toBe(`user_id is ${what}, not a text`);
  });

  it("names the option that lets it be missing or null", () => {
    const relax = "set contract.webhook.fields.user_id.required to false";
    expect(read({ user_id: "null" })).toMatch(`user_id is null; ${relax}`);
    expect(read({ user_id: "" })).toMatch(relax);
  });

  it("names the fields that are there, and the option of another name", () => {
    expect(read({ user_id: "", userId: '"u-1"' })).toMatch(
      /^no user_id \(there is transaction_id, .*userId\); set contract.webhook.fields.user_id.name/,
    );
  });

  it("shows no value of a customer", () => {
    expect(String(read({ user_id: '{"secret":"s-3cr3t"}', status: '"s-3cr3t"' }))).not.toContain(
      "s-3cr3t",
    );
  });

  it("escapes and bounds the names", () => {
    const problem = String(read({ user_id: "", ["\u001B[2J".repeat(5_000)]: "1" }));
    expect(problem).not.toContain("\u001B");
    expect(problem.length).toBeLessThan(600);
  });

  it("is no identity where it is empty, null or missing", () => {
    expect(read({ status: '""' })).toBe("status is empty");
    expect(read({ status: "null" })).toBe("status is null");
    expect(read({ status: "" })).not.toContain("required");
    expect(read({ user_id: '""' })).toMatchObject({ user_id: "" });
  });
});

describe("an override", () => {
  it.each([
    ["null", { user_id: null }],
    ["", {}],
    ["7", { user_id: "7" }],
  ])("lets user_id be %s", (value, expected) => {
    const optional = { fields: { user_id: { required: false } } };
    const { user_id: _, ...rest } = Object.fromEntries(
      Object.entries(fields).map(([name, text]) => [name, JSON.parse(text) as unknown]),
    );
    expect(read({ user_id: value }, optional)).toEqual({ ...rest, ...expected });
  });

  it.each([
    ["string", "0.10", "0.10"],
    ["string", "-1e5", "-1e5"],
    ["string", '"x"', "x"],
    ["number", "0.10", 0.1],
    ["boolean", "true", true],
    ["any", '{"a":[1.50]}', { a: [1.5] }],
  ] as const)("reads a field of type %s: %s", (type, sent, expected) => {
    expect(read({ fee: sent }, { fields: { fee: { type } } })).toMatchObject({ fee: expected });
  });

  it.each([
    ["number", '"1"', "fee is a text"],
    ["boolean", "1", "fee is a number"],
    ["string", "{}", "fee is an object"],
  ] as const)("does not guess a field of type %s: %s", (type, sent, problem) => {
    expect(read({ fee: sent }, { fields: { fee: { type } } })).toBe(
      `${problem}; set contract.webhook.fields.fee.type if that is right`,
    );
  });

  it("may require a field that is not documented", () => {
    const webhook = { fields: { fee: { required: true } } };
    expect(read({}, webhook)).toMatch(/^no fee /);
    expect(read({ fee: "null" }, webhook)).toMatch(/^fee is null/);
  });

  it("keeps a documented field a text whatever its type", () => {
    const webhook = { fields: { amount: { type: "number" }, user_id: { type: "any" } } } as const;
    expect(read({ amount: "200.00", user_id: "7" }, webhook)).toMatchObject({
      amount: "200.00",
      user_id: "7",
    });
  });

  it("may not let a change be without what it is known by", () => {
    const webhook = { fields: { status: { required: false } } };
    expect(() => toContract({ webhook })).toThrow(/^contract.webhook.fields.status.required: /);
  });
});

it("leaves what no contract names as JSON.parse gives it, an own __proto__ too", () => {
  const result = read({ user_id: "7", fee: "1.50", ["__proto__"]: '{"x":1.0}' });
  expect(JSON.stringify(result)).toContain('"__proto__":{"x":1}');
  expect(result).toMatchObject({ fee: 1.5 });
  expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
});

it("points further inside where nothing of a transaction is there", () => {
  expect(wrappedHint({ data: {} })).toContain("contract.webhook.at");
  expect(wrappedHint([])).toContain("contract.webhook.at");
  expect(wrappedHint({ user_id: 1 })).toBe("");
});
