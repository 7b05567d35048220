// @ts-check
import type { World } from "../demo/start-world.js";
import { describe, expect, it } from "vitest";
import { donate, eventOf, office, paidDonation, post, stateOf } from "../demo/people.js";
import { openWorld } from "./world.js";

const refund = (world: World, id: string) => office(world, "POST", `/donations/${id}/refund`);

const ledgerOf = async (world: World) => (await office(world, "GET", "/ledger")).body;

const notifyRefund = (world: World, id: string, changes?: object) =>
  post(
    world.webhookUrl,
    eventOf(world, id, { status: "refunded", ...changes }),
    world.sandbox.signaturePassword,
  );

describe("a refund", () => {
  it("is held before it is sent, and booked when its webhook comes", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    expect((await refund(world, id)).body).toEqual({ id, result: "sent", state: "refunding" });
    expect(world.line.refunds).toEqual([{ tracking_id: id, amount: "25.00" }]);
    expect(await ledgerOf(world)).toMatchObject({ donations: 0, held: 2500 });
    for (let time = 0; time < 2; time += 1) expect(await notifyRefund(world, id)).toBe(200);
    expect(await ledgerOf(world)).toEqual({ gateway: 0, donations: 0, held: 0, flags: [] });
    expect(await stateOf(world, id)).toBe("refunded");
  });

  it("is sent once for two clicks", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    const answers = await Promise.all([refund(world, id), refund(world, id)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    expect(world.line.refunds).toHaveLength(1);
  });

  it("is released when the gateway certainly did nothing, and can be sent again", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    world.line.answerRefunds(403);
    expect((await refund(world, id)).status).toBe(502);
    expect(await ledgerOf(world)).toMatchObject({ donations: 2500, held: 0 });
    world.line.answerRefunds(200);
    expect((await refund(world, id)).status).toBe(200);
    expect(await ledgerOf(world)).toMatchObject({ donations: 0, held: 2500 });
  });

  it.each([409, 499, 500, 503])("stays held after a %d", async (status) => {
    const world = await openWorld();
    const id = await paidDonation(world);
    world.line.answerRefunds(status);
    expect(await refund(world, id)).toMatchObject({ status: 202, body: { result: "undecided" } });
    expect((await refund(world, id)).status).toBe(409);
    expect(await ledgerOf(world)).toMatchObject({ donations: 0, held: 2500 });
  });

  it("stays held after a lost response, and is not sent again", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    world.line.lose("response");
    expect((await refund(world, id)).status).toBe(202);
    expect(world.line.refunds).toHaveLength(1);
    expect(await ledgerOf(world)).toMatchObject({ held: 2500 });
  });

  it("that we did not ask for is flagged", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    expect(await notifyRefund(world, id)).toBe(200);
    expect(await ledgerOf(world)).toMatchObject({ donations: 2500, flags: [{ tracking_id: id }] });
  });

  it("of another amount is flagged, and its money stays held", async () => {
    const world = await openWorld();
    const id = await paidDonation(world);
    await refund(world, id);
    expect(await notifyRefund(world, id, { amount: "1.00" })).toBe(200);
    expect(await ledgerOf(world)).toMatchObject({ held: 2500, flags: [{ tracking_id: id }] });
  });

  it("is not sent for what was not given", async () => {
    const world = await openWorld();
    const { body } = await donate(world);
    expect((await refund(world, body.id)).status).toBe(409);
    expect((await refund(world, "donation-unknown")).status).toBe(404);
    expect(world.line.refunds).toEqual([]);
  });
});

it("lets nobody into the office without its token", async () => {
  const world = await openWorld();
  for (const authorization of ["", "Bearer wrong", "Basic c291"]) {
    const headers = authorization === "" ? undefined : { authorization };
    const response = await fetch(`${world.url}/office/ledger`, headers && { headers });
    expect(response.status).toBe(401);
  }
});
