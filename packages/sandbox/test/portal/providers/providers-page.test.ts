import { expect, it } from "vitest";
import { openCheckout, order } from "../../merchant.js";
import { createVisitor, textOf } from "../visitor.js";

it("lists the providers with their ids and what they take", async () => {
  const { read } = await createVisitor();
  const html = await read("providers");
  for (const id of ["northbank", "cardo", "pursa"]) expect(html).toContain(`data-copy="${id}"`);
  expect(textOf(html)).toMatch(
    /Cardo Card · Debit or credit card cardo Deposits none: always shown/,
  );
});

it("switches a provider off for the cashier and for direct payments, and on again", async () => {
  const visitor = await createVisitor();
  const html = await visitor.obey("providers/switch", { provider_id: "cardo", enabled: "no" });
  expect(textOf(html)).toContain("Cardo is off");
  const url = await openCheckout(visitor);
  expect(await (await visitor.page(url)).text()).not.toContain("Cardo");
  const request = order({ tracking_id: "order-2", provider_id: "cardo" });
  expect((await visitor.call("POST", "/payments/direct", { request })).status).toBe(422);

  // A second press, from a window that was left open, says the same again.
  await visitor.obey("providers/switch", { provider_id: "cardo", enabled: "no" });
  expect((await visitor.call("POST", "/payments/direct", { request })).status).toBe(422);
  await visitor.obey("providers/switch", { provider_id: "cardo", enabled: "yes" });
  expect((await visitor.call("POST", "/payments/direct", { request })).status).toBe(200);
});

it("switches the providers of the chosen account alone", async () => {
  const visitor = await createVisitor();
  const { accountId } = visitor.sandbox.createAccount({ merchantName: "Second" });
  await visitor.obey(`providers/switch?account=${accountId}`, {
    provider_id: "northbank",
    enabled: "no",
  });
  expect(await visitor.read("providers")).not.toContain("Switch on");
  expect(await visitor.read(`providers?account=${accountId}`)).toContain("Switch on");
});

it.each([
  { provider_id: "nobody", enabled: "no" },
  { provider_id: "cardo", enabled: "toggle" },
  { provider_id: "cardo" },
])("changes nothing for %j", async (fields) => {
  const visitor = await createVisitor();
  const form = Object.fromEntries(Object.entries(fields));
  expect(textOf(await visitor.obey("providers/switch", form))).toContain("Nothing was changed");
  expect(await visitor.read("providers")).not.toContain("Switch on");
});
