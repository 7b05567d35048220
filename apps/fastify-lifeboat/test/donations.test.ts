import { describe, expect, it, vi } from "vitest";
import {
  callOffice,
  createEvent,
  donate,
  type LedgerBody,
  paidDonation,
  sendWebhook,
  stateOf,
} from "../demo/people.js";
import type { World } from "../demo/start-world.js";
import { openWorld } from "./world.js";

async function readLedger(world: World): Promise<LedgerBody> {
  return (await callOffice<LedgerBody>(world, "GET", "/ledger")).body;
}

async function reconcile(world: World): Promise<unknown> {
  return (await callOffice(world, "POST", "/reconcile")).body;
}

describe("a donation", () => {
  it("is booked once despite duplicate webhooks", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    const event = createEvent(world, id);
    const send = () => sendWebhook(world.webhookUrl, event, world.sandbox.signaturePassword);
    const statuses = await Promise.all(Array.from({ length: 15 }, send));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await readLedger(world)).toEqual({
      gateway: -2500,
      donations: 2500,
      held: 0,
      flags: [],
    });
  });

  it("is rolled back when another handler fails", async () => {
    const world = await openWorld();
    const fail = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new Error("newsletter failed"));
    world.webhook.on("deposit.successful", fail);
    const id = await paidDonation(world);
    expect(await stateOf(world, id)).toBe("waiting");
    expect(await readLedger(world)).toMatchObject({ donations: 0 });
    await world.sandbox.advance("5m");
    expect(await stateOf(world, id)).toBe("given");
    expect(await readLedger(world)).toMatchObject({ donations: 2500 });
  });

  it("is flagged when its amount does not match", async () => {
    const world = await openWorld();
    // The gateway confirms the payment, but the only webhook has another amount.
    world.sandbox.setWebhookUrl(undefined);
    const id = await paidDonation(world);
    const event = createEvent(world, id, { amount: "2500.00" });
    expect(await sendWebhook(world.webhookUrl, event, world.sandbox.signaturePassword)).toBe(200);
    expect(await readLedger(world)).toMatchObject({ donations: 0, flags: [{ tracking_id: id }] });
    expect(await stateOf(world, id)).toBe("waiting");
  });

  it("is flagged when rejected after a success", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    const event = createEvent(world, id, { status: "rejected" });
    expect(await sendWebhook(world.webhookUrl, event, world.sandbox.signaturePassword)).toBe(200);
    const ledger = await readLedger(world);
    expect(ledger).toMatchObject({ donations: 2500, flags: [{ tracking_id: id }] });
    expect(ledger.flags[0]?.reason).toContain("successful before");
  });

  it("is not booked until the gateway confirms it", async () => {
    const world = await openWorld();
    const { body } = await donate(world);
    const event = createEvent(world, body.id, { status: "successful" });
    expect(await sendWebhook(world.webhookUrl, event, world.sandbox.signaturePassword)).toBe(503);
    expect(await readLedger(world)).toMatchObject({ donations: 0 });
  });

  it.each(["0", "0.00", "-5.00", "1e3", "12.345", "10000.01", ""])(
    "rejects the amount %j",
    async (amount) => {
      const world = await openWorld();
      expect((await donate(world, amount)).status).toBe(422);
      expect(world.sandbox.transactions()).toEqual([]);
    },
  );
});

describe("after a lost response", () => {
  it("does not open a second donation", async () => {
    const world = await openWorld();
    world.network.failNext("response");
    const { status, body } = await donate(world);
    expect([status, body.state]).toEqual([202, "unknown"]);
    expect(world.sandbox.transactions()).toHaveLength(1);
    expect(world.network.calls.filter((call) => call.startsWith("POST "))).toHaveLength(1);
    await world.sandbox.advance("30m");
    expect(await stateOf(world, body.id)).toBe("expired");
  });
});

describe("after a lost request", () => {
  it("sends the donation again with its tracking_id", async () => {
    const world = await openWorld();
    world.network.failNext("request");
    const { status, body } = await donate(world);
    expect(status).toBe(201);
    expect(world.sandbox.transactions()).toMatchObject([{ tracking_id: body.id }]);
  });
});

describe("reconciling", () => {
  it("applies a missed webhook once", async () => {
    const world = await openWorld();
    world.sandbox.setWebhookUrl(undefined);
    const id = await paidDonation(world);
    expect(await stateOf(world, id)).toBe("waiting");
    expect(await reconcile(world)).toEqual({ applied: 1, failed: 0 });
    expect(await stateOf(world, id)).toBe("given");
    expect(await reconcile(world)).toEqual({ applied: 0, failed: 0 });
  });

  it("lists changes that failed three times", async () => {
    const world = await openWorld();
    world.sandbox.setWebhookUrl(undefined);
    const id = await paidDonation(world);
    world.webhook.on("deposit.successful", () => Promise.reject(new Error("newsletter failed")));
    for (let run = 0; run < 3; run += 1) {
      expect((await callOffice(world, "GET", "/stuck")).body).toEqual([]);
      expect(await reconcile(world)).toEqual({ applied: 0, failed: 1 });
    }
    expect((await callOffice(world, "GET", "/stuck")).body).toMatchObject([{ tracking_id: id }]);
  });
});

describe("the statement", () => {
  it("agrees with the ledger", async () => {
    const world = await openWorld();
    await paidDonation(world, "12.50");
    await paidDonation(world, "7.50");
    await donate(world, "99.00");
    const path = "/statement?from=2025-12-01&to=2026-01-31";
    expect((await callOffice(world, "GET", path)).body).toEqual({
      deposits: 2,
      gatewayCents: 2000,
      ledgerCents: 2000,
    });
    expect((await callOffice(world, "GET", "/today")).body).toEqual({ cents: 2000 });
  });
});
