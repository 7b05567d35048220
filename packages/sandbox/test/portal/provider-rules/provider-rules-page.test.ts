import { describe, expect, it } from "vitest";
import { openCheckout } from "../../merchant.js";
import { createVisitor, fieldOf, hostile, textOf, type Visitor } from "../visitor.js";

const cardoInEurope = {
  provider_id: "cardo",
  direction: "deposit",
  currencies: " eur, USD;eur ",
  countries: "de fr",
  min_amount: "10.00",
  max_amount: "500",
  enabled: "yes",
};

async function ruleIds(visitor: Visitor): Promise<string[]> {
  const html = await visitor.read("provider-rules");
  return [...html.matchAll(/data-key="(\w+)"/g)].map(([, id]) => id ?? "");
}

async function shownFor(visitor: Visitor, fields: Record<string, string>): Promise<boolean> {
  const html = await (await visitor.page(await openCheckout(visitor, fields))).text();
  return html.includes("Cardo");
}

describe("a rule", () => {
  it("is described and applied to the cashier", async () => {
    const visitor = await createVisitor();
    const html = await visitor.post("provider-rules/create", cardoInEurope);
    expect(textOf(html)).toContain(
      "deposits in EUR, USD from 10.00 up to 500.00 by customers in DE, FR",
    );
    expect(await shownFor(visitor, { tracking_id: "a", country: "DE" })).toBe(true);
    expect(await shownFor(visitor, { tracking_id: "b", country: "DE", amount: "500.01" })).toBe(
      false,
    );
    expect(await shownFor(visitor, { tracking_id: "c", country: "AT" })).toBe(false);
    expect(await shownFor(visitor, { tracking_id: "d", country: "DE", currency: "GBP" })).toBe(
      false,
    );
    expect(await shownFor(visitor, { tracking_id: "e" })).toBe(false);
  });

  it("can be edited", async () => {
    const visitor = await createVisitor();
    await visitor.post("provider-rules/create", cardoInEurope);
    const [id = ""] = await ruleIds(visitor);
    const html = await visitor.read(`provider-rules/${id}`);
    expect(fieldOf(html, "currencies").value).toBe("EUR, USD");
    expect(fieldOf(html, "max_amount").value).toBe("500");
    await visitor.post(`provider-rules/${id}`, { ...cardoInEurope, currencies: "", countries: "" });
    expect(await ruleIds(visitor)).toEqual([id]);
    expect(await shownFor(visitor, { currency: "GBP" })).toBe(true);
  });

  it("can be turned off and deleted", async () => {
    const visitor = await createVisitor();
    await visitor.post("provider-rules/create", { ...cardoInEurope, currencies: "CHF" });
    const [id = ""] = await ruleIds(visitor);
    expect(await shownFor(visitor, { tracking_id: "a" })).toBe(false);
    await visitor.post(`provider-rules/${id}/switch`, { enabled: "no" });
    expect(await shownFor(visitor, { tracking_id: "b" })).toBe(true);
    await visitor.post(`provider-rules/${id}/switch`, { enabled: "yes" });
    expect(await shownFor(visitor, { tracking_id: "c" })).toBe(false);
    await visitor.post(`provider-rules/${id}/delete`);
    expect(await shownFor(visitor, { tracking_id: "d" })).toBe(true);
    expect(textOf(await visitor.read("provider-rules"))).toContain("No rules yet");
  });

  it("of another account cannot be changed", async () => {
    const visitor = await createVisitor();
    const { accountId } = visitor.sandbox.createAccount({ merchantName: "Second" });
    await visitor.post("provider-rules/create", cardoInEurope);
    const [id = ""] = await ruleIds(visitor);
    for (const path of [`provider-rules/${id}?account=${accountId}`, "provider-rules/gone"]) {
      const response = await visitor.sandbox.fetch(`/portal/${path}`);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("No such rule");
    }
    for (const end of ["", "/switch", "/delete"]) {
      const form = { ...cardoInEurope, enabled: "no" };
      const html = await visitor.post(`provider-rules/${id}${end}?account=${accountId}`, form);
      expect(textOf(html)).toContain("Nothing changed");
    }
    expect(textOf(await visitor.read("provider-rules"))).toContain("Turn off");
  });

  it.each([
    ["currencies", "EURO", "three upper-case letters"],
    ["currencies", hostile, "three upper-case letters"],
    ["countries", "Germany", "two-letter codes"],
    ["min_amount", "ten", "Enter an amount with a decimal point"],
    ["max_amount", "-1", "Enter an amount with a decimal point"],
    ["max_amount", "9.99", "not below the minimum"],
    ["max_amount", "1".repeat(21), "Enter an amount with a decimal point"],
  ])("is rejected with %s %j", async (name, value, problem) => {
    const visitor = await createVisitor();
    await visitor.post("provider-rules/create", { ...cardoInEurope, countries: "AT" });
    const [id = ""] = await ruleIds(visitor);
    for (const path of ["provider-rules/create", `provider-rules/${id}`]) {
      const form: Record<string, string> = { ...cardoInEurope, [name]: value };
      const { status, html } = await visitor.send(path, form);
      expect(status).toBe(422);
      expect(fieldOf(html, name).problem).toContain(problem);
      expect(html).not.toContain("<script>alert");
      for (const field of ["currencies", "countries", "min_amount", "max_amount"]) {
        if (field !== name) expect(fieldOf(html, field).value).toBe(form[field]);
      }
      expect(html).toMatch(/value="deposit"\s+selected/);
    }
    expect(textOf(await visitor.read("provider-rules"))).toContain("by customers in AT");
    expect(await ruleIds(visitor)).toEqual([id]);
  });

  it("is rejected with an unknown provider or direction", async () => {
    const visitor = await createVisitor();
    const form = { ...cardoInEurope, provider_id: "unknown", direction: "sideways" };
    const { status, html } = await visitor.send("provider-rules/create", form);
    expect(status).toBe(422);
    expect(html).toContain("Choose a provider.");
    expect(html).toContain("Choose deposits, payouts, or both.");
  });
});

describe("the rule test", () => {
  it("explains the result for each provider", async () => {
    const visitor = await createVisitor();
    await visitor.post("provider-rules/create", cardoInEurope);
    await visitor.post("providers/switch", { provider_id: "pursa", enabled: "no" });
    const query = "try_direction=deposit&try_amount=200.00&try_currency=gbp&try_country=de";
    const text = textOf(await visitor.read(`provider-rules?${query}`));
    expect(text).toContain("1 of 3 providers shown");
    expect(text).toContain("Cardo : the provider rules show it only in EUR, USD");
    expect(text).toContain("Pursa Wallet : it is turned off");
  });

  it("agrees with the cashier", async () => {
    const visitor = await createVisitor();
    await visitor.post("provider-rules/create", cardoInEurope);
    for (const [amount, country] of [
      ["10", "DE"],
      ["9.99", "DE"],
      ["500", "FR"],
      ["10", ""],
    ]) {
      const query = new URLSearchParams({
        try_direction: "deposit",
        try_currency: "EUR",
        try_amount: amount ?? "",
        try_country: country ?? "",
      });
      const text = textOf(await visitor.read(`provider-rules?${query.toString()}`));
      const fields = { tracking_id: `${amount}-${country}`, amount: amount ?? "" };
      const isShown = await shownFor(
        visitor,
        country === "" ? fields : { ...fields, country: country ?? "" },
      );
      expect(text.includes("hidden Cardo")).toBe(!isShown);
      expect(text.includes("shown Cardo")).toBe(isShown);
    }
  });

  it("rejects invalid fields", async () => {
    const visitor = await createVisitor();
    const query =
      "try_direction=deposit&try_amount=lots&try_currency=%22%3E%3Cb%3E&try_country=Germany";
    const html = await visitor.read(`provider-rules?${query}`);
    expect(fieldOf(html, "try_amount")).toEqual({
      value: "lots",
      problem: "Enter an amount with a decimal point, such as 200.00.",
    });
    expect(fieldOf(html, "try_currency").problem).toContain("three upper-case letters");
    expect(fieldOf(html, "try_country").problem).toContain("two-letter");
    expect(html).not.toContain("<b>");
    expect(html).not.toContain("providers shown");
  });
});
