// @ts-check
import { describe, expect, it, vi } from "vitest";
import { donate, eventOf, office, paidDonation, post, press, stateOf } from "../demo/people.js";
import { openWorld } from "./world.js";

describe("a donation", () => {
  it("is booked once, however often its webhook comes", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    const event = eventOf(world, id);
    const send = () => post(world.webhookUrl, event, world.sandbox.signaturePassword);
    expect(await Promise.all(Array.from({ length: 15 }, send))).toEqual(Array(15).fill(200));
    const { body } = await office(world, "GET", "/ledger");
    expect(body).toEqual({ gateway: -2500, donations: 2500, held: 0, flags: [] });
  });

  it("is not booked when another handler fails, and is at the retry", async () => {
    const world = await openWorld();
    const fail = vi.fn().mockRejectedValueOnce(new Error("no newsletter"));
    world.webhook.on("deposit.successful", fail);
    const id = await paidDonation(world);
    expect(await stateOf(world, id)).toBe("waiting");
    expect((await office(world, "GET", "/ledger")).body.donations).toBe(0);
    await world.sandbox.advance("5m");
    expect(await stateOf(world, id)).toBe("given");
    expect((await office(world, "GET", "/ledger")).body.donations).toBe(2500);
  });

  it("is flagged and not booked when it is not what was asked for", async () => {
    const world = await openWorld();
    const { body } = await donate(world);
    await press(world, String(body.url), "leave");
    vi.spyOn(world.numipay.transactions, "status").mockResolvedValue({
      transaction_status: "successful",
    });
    const event = eventOf(world, body.id, { status: "successful", amount: "2500.00" });
    expect(await post(world.webhookUrl, event, world.sandbox.signaturePassword)).toBe(200);
    const ledger = (await office(world, "GET", "/ledger")).body;
    expect(ledger).toMatchObject({ donations: 0, flags: [{ tracking_id: body.id }] });
    expect(await stateOf(world, body.id)).toBe("waiting");
  });

  it("is flagged when the gateway takes its success back", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    const event = eventOf(world, id, { status: "rejected" });
    expect(await post(world.webhookUrl, event, world.sandbox.signaturePassword)).toBe(200);
    const { body } = await office(world, "GET", "/ledger");
    expect(body).toMatchObject({ donations: 2500, flags: [{ tracking_id: id }] });
    expect(body.flags[0].why).toContain("successful before");
  });

  it("is not booked before the gateway itself says that it is paid", async () => {
    const world = await openWorld();
    const { body } = await donate(world);
    const event = eventOf(world, body.id, { status: "successful" });
    expect(await post(world.webhookUrl, event, world.sandbox.signaturePassword)).toBe(503);
    expect((await office(world, "GET", "/ledger")).body.donations).toBe(0);
  });

  it.each(["0", "0.00", "-5.00", "1e3", "12.345", "10000.01", ""])(
    "is not opened for %j",
    async (amount) => {
      const world = await openWorld();
      expect((await donate(world, amount)).status).toBe(422);
      expect(world.sandbox.transactions()).toEqual([]);
    },
  );
});

describe("after a lost response, a donation", () => {
  it("is opened once, and its webhook says how it ended", async () => {
    const world = await openWorld();
    world.line.lose("response");
    const { status, body } = await donate(world);
    expect([status, body.state]).toEqual([202, "unknown"]);
    expect(world.sandbox.transactions()).toHaveLength(1);
    expect(world.line.calls.filter((call) => call.startsWith("POST "))).toHaveLength(1);
    await world.sandbox.advance("30m");
    expect(await stateOf(world, body.id)).toBe("expired");
  });

  it("is sent again with its tracking_id when the gateway does not have it", async () => {
    const world = await openWorld();
    world.line.lose("request");
    const { status, body } = await donate(world);
    expect(status).toBe(201);
    expect(world.sandbox.transactions()).toMatchObject([{ tracking_id: body.id }]);
  });
});

it("finds what no webhook brought, and nothing twice", async () => {
  const world = await openWorld();
  world.sandbox.setWebhookUrl(undefined);
  const id = await paidDonation(world);
  expect(await stateOf(world, id)).toBe("waiting");
  expect((await office(world, "POST", "/reconcile")).body).toEqual({ applied: 1, failed: 0 });
  expect(await stateOf(world, id)).toBe("given");
  expect((await office(world, "POST", "/reconcile")).body).toEqual({ applied: 0, failed: 0 });
});

it("lists what three runs could not apply", async () => {
  const world = await openWorld();
  world.sandbox.setWebhookUrl(undefined);
  const id = await paidDonation(world);
  world.webhook.on("deposit.successful", () => Promise.reject(new Error("no newsletter")));
  for (let run = 0; run < 3; run += 1) {
    expect((await office(world, "GET", "/stuck")).body).toEqual([]);
    expect((await office(world, "POST", "/reconcile")).body).toEqual({ applied: 0, failed: 1 });
  }
  expect((await office(world, "GET", "/stuck")).body).toMatchObject([{ tracking_id: id }]);
});

it("writes a statement that agrees with the ledger", async () => {
  const world = await openWorld();
  await paidDonation(world, "12.50");
  await paidDonation(world, "7.50");
  await donate(world, "99.00");
  const { body } = await office(world, "GET", "/statement?from=2025-12-01&to=2026-01-31");
  expect(body).toEqual({ deposits: 2, gatewayCents: 2000, ledgerCents: 2000 });
  expect((await office(world, "GET", "/today")).body).toEqual({ cents: 2000 });
});
