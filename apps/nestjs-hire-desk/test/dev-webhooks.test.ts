import type { NumipayHealthResult } from "@numipay/nestjs";
import { describe, expect, it } from "vitest";
import { cards } from "../dist/demo/http-client.js";
import { devSignaturePassword } from "../dist/demo/start-world.js";
import type { Hire } from "../dist/src/store/hire.js";
import { createEvent, findHire, openWorld, sendWebhook, type World } from "./world.js";

/** Hires a tool that is not paid yet. */
async function unpaidHire(world: World): Promise<Hire> {
  const { body } = await world.customer.post("/api/hires", { tool: "drill", ...cards.challenged });
  return findHire(world, body.id);
}

describe("a webhook of the DEV key", () => {
  it("is shown to the office but not applied", async () => {
    const world = await openWorld();
    const hire = await unpaidHire(world);
    const event = createEvent(hire, { transaction_id: "dev-transaction" });
    const url = `${world.deskUrl}/dev-webhooks`;
    expect(await sendWebhook(url, event, devSignaturePassword)).toBe(200);
    expect(await sendWebhook(url, event, devSignaturePassword)).toBe(200);
    expect((await findHire(world, hire.id)).state).toBe("challenge");
    expect(await world.store.listFlags()).toEqual([]);
    const shown = { type: "deposit.successful", trackingId: hire.id, amount: "120.50" };
    const { body } = await world.operator.get<unknown>("/dev-webhooks");
    expect(body).toEqual([shown, shown]);
  });

  it("is rejected with another account's signature", async () => {
    const world = await openWorld();
    const hire = await unpaidHire(world);
    const url = `${world.deskUrl}/dev-webhooks`;
    expect(await sendWebhook(url, createEvent(hire), world.deposits.signaturePassword)).toBe(401);
    expect((await world.operator.get<unknown>("/dev-webhooks")).body).toEqual([]);
  });

  it("is not shown without the office's password", async () => {
    const world = await openWorld();
    expect((await world.customer.get("/dev-webhooks")).status).toBe(401);
  });
});

describe("the health check", () => {
  it("covers every account", async () => {
    const world = await openWorld();
    const { status, body } = await world.customer.get<NumipayHealthResult>("/health");
    expect([status, body.numipay.status]).toEqual([200, "up"]);
    expect(Object.keys(body.numipay.accounts).toSorted()).toEqual(["default", "dev", "refunds"]);
  });

  it("is down when the inbox cannot be reached", async () => {
    const world = await openWorld();
    world.inbox.ping = () => Promise.reject(new Error("connection lost"));
    expect((await world.customer.get("/health")).status).toBe(503);
  });
});
