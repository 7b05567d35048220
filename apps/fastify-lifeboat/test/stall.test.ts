import { describe, expect, it } from "vitest";
import { sendWebhook } from "../demo/people.js";
import { stallPassword } from "../demo/start-world.js";
import { openWorld } from "./world.js";

const sale = {
  transaction_id: "mug-1",
  user_id: "visitor",
  tracking_id: "sale-1",
  status: "successful",
  currency: "EUR",
  amount: "9.00",
  transaction_type: "deposit",
};

describe("the stall's webhook", () => {
  it("is acknowledged once the till has the sale", async () => {
    const world = await openWorld();
    const url = `${world.url}/webhooks/stall`;
    world.till.setDown(true);
    expect(await sendWebhook(url, sale, stallPassword)).toBe(503);
    world.till.setDown(false);
    expect(await sendWebhook(url, sale, stallPassword)).toBe(200);
    expect(await sendWebhook(url, sale, stallPassword)).toBe(200);
    expect(world.till.keys).toEqual([encodeURIComponent("stall:deposit:mug-1:successful")]);
  });

  it("rejects another account's signature", async () => {
    const world = await openWorld();
    const url = `${world.url}/webhooks/stall`;
    expect(await sendWebhook(url, sale, world.sandbox.signaturePassword)).toBe(401);
    expect(world.till.keys).toEqual([]);
    // The donations account rejects the stall's signature as well.
    expect(await sendWebhook(world.webhookUrl, sale, stallPassword)).toBe(401);
  });

  it("allows only POST", async () => {
    const world = await openWorld();
    expect((await fetch(`${world.url}/webhooks/stall`)).status).toBe(405);
  });
});
