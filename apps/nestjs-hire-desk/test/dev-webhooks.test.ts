// @ts-check
import type { World } from "../demo/start-world.js";
import { describe, expect, it } from "vitest";
import { cards } from "../demo/person.js";
import { rehearsalPassword } from "../demo/start-world.js";
import { eventOf, openWorld, sendWebhook } from "./world.js";

/** A hire that is not paid yet. */
async function hireInChallenge(world: World) {
  const { body } = await world.customer.post("/api/hires", { tool: "drill", ...cards.challenged });
  const hire = world.books.hires.get(body.id);
  if (hire === undefined) throw new Error("There is no hire");
  return hire;
}

describe("a webhook of the rehearsal", () => {
  it("is shown to the office and books nothing, not even for a hire that there is", async () => {
    const world = await openWorld();
    const hire = await hireInChallenge(world);
    const event = eventOf(hire, { transaction_id: "rehearsed" });
    const url = `${world.deskUrl}/rehearsal`;
    expect(await sendWebhook(url, event, rehearsalPassword)).toBe(200);
    expect(await sendWebhook(url, event, rehearsalPassword)).toBe(200);
    expect(hire.state).toBe("challenge");
    expect(world.books.flags).toEqual([]);
    const shown = { type: "deposit.successful", trackingId: hire.id, amount: "120.50" };
    expect((await world.operator.get("/rehearsal")).body).toEqual([shown, shown]);
  });

  it("is refused when another account signed it", async () => {
    const world = await openWorld();
    const hire = await hireInChallenge(world);
    const url = `${world.deskUrl}/rehearsal`;
    expect(await sendWebhook(url, eventOf(hire), world.deposits.signaturePassword)).toBe(401);
    expect((await world.operator.get("/rehearsal")).body).toEqual([]);
    expect((await world.customer.get("/rehearsal")).status).toBe(401);
  });
});

describe("the health check", () => {
  it("is up with every account", async () => {
    const world = await openWorld();
    const { status, body } = await world.customer.get("/health");
    expect([status, body.numipay.status]).toEqual([200, "up"]);
    expect(Object.keys(body.numipay.accounts).toSorted()).toEqual([
      "default",
      "refunds",
      "rehearsal",
    ]);
  });

  it("is down when the inbox cannot be reached", async () => {
    const world = await openWorld();
    const { inbox } = world;
    inbox.ping = () => Promise.reject(new Error("gone"));
    expect((await world.customer.get("/health")).status).toBe(503);
  });
});
