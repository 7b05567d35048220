import { describe, expect, it } from "vitest";
import { goToProvider } from "../demo/scenarios.js";
import { describeEachInbox } from "./describe-each-inbox.js";
import { openWorld } from "./world.js";

describeEachInbox((createInbox) => {
  describe("after a lost response", () => {
    it("checks the payment and never sends it twice", async () => {
      const world = await openWorld(await createInbox());
      world.failNextRequest("response");
      const { passenger, booking } = await goToProvider(world, "northbank");
      expect(passenger.page().text).toContain("We are checking your payment");
      expect(booking).toMatchObject({ state: "unknown", lastKnownStatus: "found" });

      await passenger.press("Check again");
      expect(booking).toMatchObject({ state: "unknown", lastKnownStatus: "found" });
      for (const path of ["resend", "again"]) {
        await fetch(`${world.officeUrl}/tickets/${booking.key}/${path}`, {
          method: "POST",
          headers: { origin: world.officeUrl },
        });
      }
      expect(world.sandbox.transactions()).toHaveLength(1);
      expect(world.bookings.left(booking.train, booking.berth), "the berth is held").toBe(23);

      await world.sandbox.advance("30m");
      await passenger.reload();
      expect(passenger.state()).toBe("expired");
    });
  });

  describe("after a lost request", () => {
    it("sends the payment again under the same tracking_id", async () => {
      const world = await openWorld(await createInbox());
      world.failNextRequest("request");
      const { passenger, booking } = await goToProvider(world, "pursa");
      expect(booking).toMatchObject({ state: "unknown", lastKnownStatus: "not-found" });
      expect(world.sandbox.transactions()).toEqual([]);

      await passenger.press("Try again");
      await passenger.press("Pay");
      await world.sandbox.flush();
      expect(booking.state).toBe("confirmed");
      expect(world.sandbox.transactions()).toMatchObject([{ tracking_id: booking.id }]);
    });
  });

  it.each([301, 303, 307, 408, 409, 499])("holds the berth after status %d", async (status) => {
    const world = await openWorld(await createInbox());
    world.failNextRequest(status);
    const { booking } = await goToProvider(world, "northbank");
    expect(booking).toMatchObject({ state: "unknown", lastKnownStatus: "found" });
    expect(world.bookings.left(booking.train, booking.berth)).toBe(23);
    expect(world.sandbox.transactions()).toHaveLength(1);
  });
});
