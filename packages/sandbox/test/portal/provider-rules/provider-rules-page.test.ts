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
  it("that is added says in words what it does, and the cashier obeys it", async () => {
    const visitor = await createVisitor();
    const html = await visitor.obey("provider-rules/create", cardoInEurope);
    expect(textOf(html)).toContain(
      "deposits in EUR, USD from 10.00 up to 500 by customers in DE, FR",
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

  it("is edited in its place, and its form holds what it says", async () => {
    const visitor = await createVisitor();
    await visitor.obey("provider-rules/create", cardoInEurope);
    const [id = ""] = await ruleIds(visitor);
    const html = await visitor.read(`provider-rules/${id}`);
    expect(fieldOf(html, "currencies").value).toBe("EUR, USD");
    expect(fieldOf(html, "max_amount").value).toBe("500");
    await visitor.obey(`provider-rules/${id}`, { ...cardoInEurope, currencies: "", countries: "" });
    expect(await ruleIds(visitor)).toEqual([id]);
    expect(await shownFor(visitor, { currency: "GBP" })).toBe(true);
  });

  it("is switched off and deleted, each of which shows its provider again", async () => {
    const visitor = await createVisitor();
    await visitor.obey("provider-rules/create", { ...cardoInEurope, currencies: "CHF" });
    const [id = ""] = await ruleIds(visitor);
    expect(await shownFor(visitor, { tracking_id: "a" })).toBe(false);
    await visitor.obey(`provider-rules/${id}/switch`, { enabled: "no" });
    expect(await shownFor(visitor, { tracking_id: "b" })).toBe(true);
    await visitor.obey(`provider-rules/${id}/switch`, { enabled: "yes" });
    expect(await shownFor(visitor, { tracking_id: "c" })).toBe(false);
    await visitor.obey(`provider-rules/${id}/delete`);
    expect(await shownFor(visitor, { tracking_id: "d" })).toBe(true);
    expect(textOf(await visitor.read("provider-rules"))).toContain("No rules yet");
  });

  it("that is gone, or another account's, is neither shown nor changed", async () => {
    const visitor = await createVisitor();
    const { accountId } = visitor.sandbox.createAccount({ merchantName: "Second" });
    await visitor.obey("provider-rules/create", cardoInEurope);
    const [id = ""] = await ruleIds(visitor);
    for (const path of [`provider-rules/${id}?account=${accountId}`, "provider-rules/gone"]) {
      const answer = await visitor.sandbox.fetch(`/portal/${path}`);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain("No such rule");
    }
    for (const end of ["", "/switch", "/delete"]) {
      const form = { ...cardoInEurope, enabled: "no" };
      const html = await visitor.obey(`provider-rules/${id}${end}?account=${accountId}`, form);
      expect(textOf(html)).toContain("nothing was changed");
    }
    expect(textOf(await visitor.read("provider-rules"))).toContain("Switch off");
  });

  it.each([
    ["currencies", "EURO", "three upper-case letters"],
    ["currencies", hostile, "three upper-case letters"],
    ["countries", "Germany", "two letters each"],
    ["min_amount", "ten", "Write an amount with a point"],
    ["max_amount", "-1", "Write an amount with a point"],
    ["max_amount", "9.99", "no amount lies between"],
    ["max_amount", "1".repeat(21), "Write an amount with a point"],
  ])(
    "with %s %j is refused beside the field, and nothing typed is lost",
    async (name, value, problem) => {
      const visitor = await createVisitor();
      await visitor.obey("provider-rules/create", { ...cardoInEurope, countries: "AT" });
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
    },
  );

  it("of a provider or a direction that there is not is refused", async () => {
    const visitor = await createVisitor();
    const form = { ...cardoInEurope, provider_id: "nobody", direction: "sideways" };
    const { status, html } = await visitor.send("provider-rules/create", form);
    expect(status).toBe(422);
    expect(html).toContain("Choose a provider.");
    expect(html).toContain("Choose deposits, payouts, or any.");
  });
});

describe("the try-out", () => {
  it("says of each provider whether the cashier would show it, and why not", async () => {
    const visitor = await createVisitor();
    await visitor.obey("provider-rules/create", cardoInEurope);
    await visitor.obey("providers/switch", { provider_id: "pursa", enabled: "no" });
    const query = "try_direction=deposit&try_amount=200.00&try_currency=gbp&try_country=de";
    const text = textOf(await visitor.read(`provider-rules?${query}`));
    expect(text).toContain("1 of 3 providers would be shown");
    expect(text).toContain("Cardo : the provider rules show it only in EUR, USD");
    expect(text).toContain("Pursa Wallet : it is switched off");
  });

  it("agrees with the cashier", async () => {
    const visitor = await createVisitor();
    await visitor.obey("provider-rules/create", cardoInEurope);
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

  it("says beside its fields what to mend", async () => {
    const visitor = await createVisitor();
    const query =
      "try_direction=deposit&try_amount=lots&try_currency=%22%3E%3Cb%3E&try_country=Germany";
    const html = await visitor.read(`provider-rules?${query}`);
    expect(fieldOf(html, "try_amount")).toEqual({
      value: "lots",
      problem: "Write an amount with a point, such as 200.00.",
    });
    expect(fieldOf(html, "try_currency").problem).toContain("three upper-case letters");
    expect(fieldOf(html, "try_country").problem).toContain("two letters");
    expect(html).not.toContain("<b>");
    expect(html).not.toContain("would be shown");
  });
});
