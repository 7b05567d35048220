// @ts-check
import { expect, it } from "vitest";
import { post } from "../demo/people.js";
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

it("responds when the till has the sale, and not before", async () => {
  const world = await openWorld();
  const url = `${world.url}/webhooks/stall`;
  world.till.setBroken(true);
  expect(await post(url, sale, stallPassword)).toBe(503);
  world.till.setBroken(false);
  expect(await post(url, sale, stallPassword)).toBe(200);
  expect(await post(url, sale, stallPassword)).toBe(200);
  expect(world.till.keys).toEqual([encodeURIComponent("stall:deposit:mug-1:successful")]);
});

it("hands on nothing that the stall's account did not sign", async () => {
  const world = await openWorld();
  const url = `${world.url}/webhooks/stall`;
  expect(await post(url, sale, world.sandbox.signaturePassword)).toBe(401);
  expect((await fetch(url)).status).toBe(405);
  expect(world.till.keys).toEqual([]);
  // The donations' ledger knows nothing of it, and the other way round.
  expect(await post(world.webhookUrl, sale, stallPassword)).toBe(401);
});
