import { expect, it, onTestFinished } from "vitest";
import { describeEachStorage } from "./describe-each-storage.js";
import { customerAtCashier, depositOf, openWorld, sendWebhook } from "./world.js";

describeEachStorage((createStorage) => {
  it("updates the order's page when it is paid", async () => {
    const world = await openWorld(await createStorage());
    const { customer, order } = await customerAtCashier(world);
    await customer.leaveCashier();

    const stop = new AbortController();
    onTestFinished(() => stop.abort());
    const stream = await fetch(`${world.shopUrl}/orders/${order.id}/events`, {
      headers: { cookie: customer.cookieFor(world.shopUrl) },
      signal: stop.signal,
    });
    const states: (string | undefined)[] = [];
    for await (const text of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      states.push(/data-state=\\"(\w+)/.exec(text)?.[1]);
      if (states.length === 2) break;
      await sendWebhook(world, depositOf(order));
    }
    expect(states).toEqual(["waiting", "paid"]);
  });
});
