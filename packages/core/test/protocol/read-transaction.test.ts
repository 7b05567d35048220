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

// Decision 0022: a signed delivery is never lost because of its shape.

/** Reads a transaction whose fields are these JSON texts. An empty text omits the field. */
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

describe("a number in a documented string field", () => {
  it.each([
    ["amount", "200.00"],
    ["amount", "0.1000000000000000055"],
    ["amount", "0"],
    ["amount", "90071992547409930000000000.10"],
    ["transaction_id", "12345678901234567890"],
    ["user_id", "7"],
    ["tracking_id", "0"],
  ])("becomes a string in %s: %s", (field, digits) => {
    expect(read({ [field]: digits })).toMatchObject({ [field]: digits });
  });

  it.each([
    ["amount", "2e2", "amount is a number with an exponent, not a string"],
    ["amount", "2E+2", "amount is a number with an exponent, not a string"],
    ["amount", "-1", "amount is a negative number, not a string"],
    ["user_id", "1.5", "user_id is a number, not a string"],
    ["user_id", "-1", "user_id is a negative number, not a string"],
    ["transaction_id", "1e3", "transaction_id is a number with an exponent, not a string"],
    ["status", "1", "status is a number, not a string"],
    ["currency", "978", "currency is a number, not a string"],
    ["transaction_type", "0", "transaction_type is a number, not a string"],
  ])("is rejected in %s: %s", (field, digits, problem) => {
    expect(read({ [field]: digits })).toBe(problem);
  });
});

describe("an invalid field", () => {
  it.each([
    ["true", "a boolean"],
    ["{}", "an object"],
    ["[1]", "an array"],
  ])("is rejected with the type of %s", (value, what) => {
    expect(read({ user_id: value })).toBe(`user_id is ${what}, not a string`);
  });

  it("names the option that makes it optional", () => {
    const relax = "set contract.webhook.fields.user_id.required to false";
    expect(read({ user_id: "null" })).toMatch(`user_id is null; ${relax}`);
    expect(read({ user_id: "" })).toMatch(relax);
  });

  it("lists the fields and the rename option", () => {
    expect(read({ user_id: "", userId: '"u-1"' })).toMatch(
      /^user_id is missing \(the fields are transaction_id, .*userId\); set contract.webhook.fields.user_id.name/,
    );
  });

  it("does not expose personal data", () => {
    expect(String(read({ user_id: '{"secret":"s-3cr3t"}', status: '"s-3cr3t"' }))).not.toContain(
      "s-3cr3t",
    );
  });

  it("escapes and truncates field names", () => {
    const problem = String(read({ user_id: "", ["\u001B[2J".repeat(5_000)]: "1" }));
    expect(problem).not.toContain("\u001B");
    expect(problem.length).toBeLessThan(600);
  });

  it("cannot identify a change if empty", () => {
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
  ])("allows user_id to be %s", (value, expected) => {
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
  ] as const)("reads type %s from %s", (type, sent, expected) => {
    expect(read({ fee: sent }, { fields: { fee: { type } } })).toMatchObject({ fee: expected });
  });

  it.each([
    ["number", '"1"', "fee is a string"],
    ["boolean", "1", "fee is a number"],
    ["string", "{}", "fee is an object"],
  ] as const)("rejects for type %s the value %s", (type, sent, problem) => {
    expect(read({ fee: sent }, { fields: { fee: { type } } })).toBe(
      `${problem}; set contract.webhook.fields.fee.type if that is correct`,
    );
  });

  it("can require a new field", () => {
    const webhook = { fields: { fee: { required: true } } };
    expect(read({}, webhook)).toMatch(/^fee is missing /);
    expect(read({ fee: "null" }, webhook)).toMatch(/^fee is null/);
  });

  it("keeps documented fields strings", () => {
    const webhook = { fields: { amount: { type: "number" }, user_id: { type: "any" } } } as const;
    expect(read({ amount: "200.00", user_id: "7" }, webhook)).toMatchObject({
      amount: "200.00",
      user_id: "7",
    });
  });

  it("cannot make an identifying field optional", () => {
    const webhook = { fields: { status: { required: false } } };
    expect(() => toContract({ webhook })).toThrow(
      /^contract.webhook.fields.status.required must not be false/,
    );
  });
});

describe("readTransaction", () => {
  it("keeps unknown fields as JSON.parse returns them", () => {
    const result = read({ user_id: "7", fee: "1.50", ["__proto__"]: '{"x":1.0}' });
    expect(JSON.stringify(result)).toContain('"__proto__":{"x":1}');
    expect(result).toMatchObject({ fee: 1.5 });
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });
});

describe("wrappedHint", () => {
  it("suggests contract.webhook.at for nested transactions", () => {
    expect(wrappedHint({ data: {} })).toContain("contract.webhook.at");
    expect(wrappedHint([])).toContain("contract.webhook.at");
    expect(wrappedHint({ user_id: 1 })).toBe("");
  });
});
