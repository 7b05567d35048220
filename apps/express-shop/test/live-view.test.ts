// @ts-check
import { expect, onTestFinished, test } from "vitest";
import { describeEachStore } from "./describe-each-store.js";
import { createCustomer } from "../demo/customer.js";
import { depositOf, openWorld, sendWebhook } from "./world.js";

describeEachStore((newStore) => {
  test("an order's page is told by itself that the order is paid", async () => {
    const world = await openWorld(await newStore());
    const customer = createCustomer();
    await customer.open(world.shopUrl);
    await customer.press("Add Night Watch");
    await customer.press("Pay");
    await customer.press("Walk away");
    const { pathname } = new URL(customer.page().url);
    const order = await world.books.findOrder(pathname.split("/").at(-1) ?? "");
    if (order === undefined) throw new Error("There is no order");

    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const headers = { cookie: customer.cookieOf(world.shopUrl) };
    const stream = await fetch(`${world.shopUrl}${pathname}/events`, {
      headers,
      signal: stop.signal,
    });
    const states = [];
    for await (const text of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      states.push(/data-state=\\"(\w+)/.exec(text)?.[1]);
      if (states.length === 2) break;
      await sendWebhook(world, depositOf(order));
    }
    expect(states).toEqual(["waiting", "paid"]);
  });
});
