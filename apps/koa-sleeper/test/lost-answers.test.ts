// @ts-check
import { expect, test } from "vitest";
import { toProvider } from "../demo/scenes.js";
import { describeEachInbox } from "./describe-each-inbox.js";
import { openWorld } from "./world.js";

describeEachInbox((newInbox) => {
  test("a payment whose answer was lost is found out, and never asked for twice", async () => {
    const world = await openWorld(await newInbox());
    world.lose("answer");
    const { passenger, booking } = await toProvider(world, "northbank");
    expect(passenger.page().text).toContain("We are finding out");
    expect(booking).toMatchObject({ state: "unknown", finding: "found" });

    await passenger.press("Ask again");
    expect(booking).toMatchObject({ state: "unknown", finding: "found" });
    for (const path of ["resend", "again"]) {
      await fetch(`${world.officeUrl}/tickets/${booking.key}/${path}`, {
        method: "POST",
        headers: { origin: world.officeUrl },
      });
    }
    expect(world.sandbox.transactions()).toHaveLength(1);
    expect(world.bookings.left(booking.train, booking.berth), "the berth stays held").toBe(23);

    await world.sandbox.advance("30m");
    await passenger.reload();
    expect(passenger.state()).toBe("expired");
  });

  test.each([301, 303, 307, 408, 409, 499])(
    "holds the berth after a %d response",
    async (status) => {
      const world = await openWorld(await newInbox());
      world.replaceNextStatus(status);
      const { booking } = await toProvider(world, "northbank");
      expect(booking).toMatchObject({ state: "unknown", finding: "found" });
      expect(world.bookings.left(booking.train, booking.berth)).toBe(23);
      expect(world.sandbox.transactions()).toHaveLength(1);
    },
  );

  test("a payment that never arrived is sent once more under the same tracking_id", async () => {
    const world = await openWorld(await newInbox());
    world.lose("request");
    const { passenger, booking } = await toProvider(world, "pursa");
    expect(booking).toMatchObject({ state: "unknown", finding: "not-found" });
    expect(world.sandbox.transactions()).toEqual([]);

    await passenger.press("Try once more");
    await passenger.press("Pay");
    await world.sandbox.flush();
    expect(booking.state).toBe("confirmed");
    expect(world.sandbox.transactions()).toMatchObject([{ tracking_id: booking.id }]);
  });
});
