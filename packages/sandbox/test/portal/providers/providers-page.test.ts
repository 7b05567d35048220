import { describe, expect, it } from "vitest";
import { openCheckout, order } from "../../merchant.js";
import { createVisitor, textOf } from "../visitor.js";

describe("the providers page", () => {
  it("lists the providers with their ids", async () => {
    const { read } = await createVisitor();
    const html = await read("providers");
    for (const id of ["northbank", "cardo", "pursa"]) expect(html).toContain(`data-copy="${id}"`);
    expect(textOf(html)).toMatch(
      /Cardo Card · Debit or credit card cardo Deposits none: always shown/,
    );
  });

  it("turns a provider off and on", async () => {
    const visitor = await createVisitor();
    const html = await visitor.post("providers/switch", { provider_id: "cardo", enabled: "no" });
    expect(textOf(html)).toContain("Turned Cardo off");
    const url = await openCheckout(visitor);
    expect(await (await visitor.page(url)).text()).not.toContain("Cardo");
    const request = order({ tracking_id: "order-2", provider_id: "cardo" });
    expect((await visitor.call("POST", "/payments/direct", { request })).status).toBe(422);

    // A second click in a stale window has the same result.
    await visitor.post("providers/switch", { provider_id: "cardo", enabled: "no" });
    expect((await visitor.call("POST", "/payments/direct", { request })).status).toBe(422);
    await visitor.post("providers/switch", { provider_id: "cardo", enabled: "yes" });
    expect((await visitor.call("POST", "/payments/direct", { request })).status).toBe(200);
  });

  it("changes only the selected account", async () => {
    const visitor = await createVisitor();
    const { accountId } = visitor.sandbox.createAccount({ merchantName: "Second" });
    await visitor.post(`providers/switch?account=${accountId}`, {
      provider_id: "northbank",
      enabled: "no",
    });
    expect(await visitor.read("providers")).not.toContain("Turn on");
    expect(await visitor.read(`providers?account=${accountId}`)).toContain("Turn on");
  });

  it.each([
    { provider_id: "unknown", enabled: "no" },
    { provider_id: "cardo", enabled: "toggle" },
    { provider_id: "cardo" },
  ])("changes nothing for %j", async (fields) => {
    const visitor = await createVisitor();
    const form = Object.fromEntries(Object.entries(fields));
    expect(textOf(await visitor.post("providers/switch", form))).toContain("Nothing changed");
    expect(await visitor.read("providers")).not.toContain("Turn on");
  });
});
