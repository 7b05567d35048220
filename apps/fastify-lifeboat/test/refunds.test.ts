import type { Transaction } from "@numipay/core";
import { describe, expect, it } from "vitest";
import {
  callOffice,
  createEvent,
  donate,
  type LedgerBody,
  paidDonation,
  refund,
  sendWebhook,
  stateOf,
} from "../demo/people.js";
import type { World } from "../demo/start-world.js";
import { openWorld } from "./world.js";

async function readLedger(world: World): Promise<LedgerBody> {
  return (await callOffice<LedgerBody>(world, "GET", "/ledger")).body;
}

function sendRefundWebhook(world: World, id: string, changes?: Partial<Transaction>) {
  const event = createEvent(world, id, { status: "refunded", ...changes });
  return sendWebhook(world.webhookUrl, event, world.sandbox.signaturePassword);
}

describe("a refund", () => {
  it("is on hold until its webhook arrives", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    expect((await refund(world, id)).body).toEqual({ id, result: "sent", state: "refunding" });
    expect(world.network.refunds).toEqual([{ tracking_id: id, amount: "25.00" }]);
    expect(await readLedger(world)).toMatchObject({ donations: 0, held: 2500 });
    // The second one is a duplicate.
    expect(await sendRefundWebhook(world, id)).toBe(200);
    expect(await sendRefundWebhook(world, id)).toBe(200);
    expect(await readLedger(world)).toEqual({ gateway: 0, donations: 0, held: 0, flags: [] });
    expect(await stateOf(world, id)).toBe("refunded");
  });

  it("is sent once for two concurrent requests", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    const responses = await Promise.all([refund(world, id), refund(world, id)]);
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(world.network.refunds).toHaveLength(1);
  });

  it("can be sent again after a rejection", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    world.network.setRefundStatus(403);
    expect((await refund(world, id)).status).toBe(502);
    expect(await readLedger(world)).toMatchObject({ donations: 2500, held: 0 });
    world.network.setRefundStatus(200);
    expect((await refund(world, id)).status).toBe(200);
    expect(await readLedger(world)).toMatchObject({ donations: 0, held: 2500 });
  });

  it.each([409, 499, 500, 503])("stays on hold after a %d", async (status) => {
    const world = await openWorld();
    const id = await paidDonation(world);
    world.network.setRefundStatus(status);
    expect(await refund(world, id)).toMatchObject({ status: 202, body: { result: "undecided" } });
    expect((await refund(world, id)).status).toBe(409);
    expect(await readLedger(world)).toMatchObject({ donations: 0, held: 2500 });
  });

  it("stays on hold after a lost response", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    world.network.failNext("response");
    expect((await refund(world, id)).status).toBe(202);
    expect(world.network.refunds).toHaveLength(1);
    expect(await readLedger(world)).toMatchObject({ held: 2500 });
  });

  it("is flagged when it was not requested", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    expect(await sendRefundWebhook(world, id)).toBe(200);
    expect(await readLedger(world)).toMatchObject({
      donations: 2500,
      flags: [{ tracking_id: id }],
    });
  });

  it("is flagged when its amount does not match", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    await refund(world, id);
    expect(await sendRefundWebhook(world, id, { amount: "1.00" })).toBe(200);
    expect(await readLedger(world)).toMatchObject({ held: 2500, flags: [{ tracking_id: id }] });
  });

  it("requires a paid donation", async () => {
    const world = await openWorld();
    const { body } = await donate(world);
    expect((await refund(world, body.id)).status).toBe(409);
    expect((await refund(world, "donation-unknown")).status).toBe(404);
    expect(world.network.refunds).toEqual([]);
  });
});

describe("the office", () => {
  it.each(["", "Bearer wrong", "Basic c291"])(
    "rejects the authorization %j",
    async (authorization) => {
      const world = await openWorld();
      const headers: Record<string, string> = authorization === "" ? {} : { authorization };
      const response = await fetch(`${world.url}/office/ledger`, { headers });
      expect(response.status).toBe(401);
    },
  );
});
