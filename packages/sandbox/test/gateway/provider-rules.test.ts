import { describe, expect, it } from "vitest";
import { whyHidden, type ProviderRule } from "../../src/gateway/provider-rules.js";

const deposit = { type: "deposit", currency: "EUR", country: "DE", amount: "200.00" } as const;

function rule(fields: Partial<ProviderRule> = {}): ProviderRule {
  return {
    ruleId: "rule",
    providerId: "pursa",
    direction: null,
    currencies: null,
    countries: null,
    minAmount: null,
    maxAmount: null,
    enabled: true,
    ...fields,
  };
}

describe("a provider", () => {
  it("is shown without enabled rules", () => {
    expect(whyHidden("pursa", [], deposit)).toBeUndefined();
    expect(whyHidden("pursa", [rule({ providerId: "cardo", currencies: ["GBP"] })], deposit)).toBe(
      undefined,
    );
    expect(whyHidden("pursa", [rule({ currencies: ["GBP"], enabled: false })], deposit)).toBe(
      undefined,
    );
  });

  it.each([
    [{}, undefined],
    [{ direction: "deposit" }, undefined],
    [{ direction: "withdrawal" }, "only for withdrawals"],
    [{ currencies: ["GBP", "EUR"] }, undefined],
    [{ currencies: ["GBP", "USD"] }, "only in GBP, USD"],
    [{ countries: ["DE"] }, undefined],
    [{ countries: ["FR", "AT"] }, "only for customers in FR, AT"],
    [{ minAmount: "200", maxAmount: "200.0" }, undefined],
    [{ minAmount: "200.01" }, "only for amounts of at least 200.01"],
    [{ maxAmount: "199.99" }, "only for amounts up to 199.99"],
  ] as const)("with the rule %j has the reason: %s", (fields, why) => {
    expect(whyHidden("pursa", [rule(fields)], deposit)).toBe(why);
  });

  it("is hidden by a country rule without a country", () => {
    expect(whyHidden("pursa", [rule({ countries: ["DE"] })], { ...deposit, country: null })).toBe(
      "only for customers in DE, and the request has no country",
    );
  });

  it("is shown if one of its rules matches", () => {
    const rules = [rule({ currencies: ["GBP"] }), rule({ direction: "withdrawal" })];
    expect(whyHidden("pursa", rules, deposit)).toBe("only in GBP; only for withdrawals");
    expect(whyHidden("pursa", [...rules, rule({ minAmount: "1" })], deposit)).toBeUndefined();
  });
});
