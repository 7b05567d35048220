import { describe, expect, it, vi } from "vitest";
import { deliver, goToProvider } from "../demo/scenarios.js";
import { describeEachInbox } from "./describe-each-inbox.js";
import { openWorld, sendWebhook } from "./world.js";

describeEachInbox((createInbox) => {
  describe("a webhook", () => {
    it("is retried after an outage of the office", async () => {
      const world = await openWorld(await createInbox());
      const { passenger, booking } = await goToProvider(world, "northbank");
      await world.closeOffice();
      await passenger.press("Pay");
      await world.sandbox.flush();
      expect(world.sandbox.deliveries().at(-1)).toMatchObject({ attempt: 1, responseStatus: null });
      await world.reopenOffice();
      expect(booking.state).toBe("waiting");
      await world.sandbox.advance("5m");
      expect(booking.state).toBe("confirmed");
      expect(world.sandbox.deliveries().at(-1)).toMatchObject({ attempt: 2, responseStatus: 200 });
      expect(world.ledger.balance("fares", "EUR")).toBe(2990);
    });

    it.each([
      { status: "successful", state: "confirmed", entries: 1 },
      { status: "rejected", state: "declined", entries: 0 },
    ])("applies $status once after a failed record", async ({ status, state, entries }) => {
      const inbox = await createInbox();
      const world = await openWorld(inbox);
      const { booking } = await goToProvider(world, "northbank");
      vi.spyOn(inbox, "complete").mockImplementationOnce(async (change, lease) => {
        await inbox.release(change, lease);
        throw new Error("The connection is gone.");
      });
      expect(await sendWebhook(world, booking, { status })).toMatchObject({ status: 503 });
      expect(await sendWebhook(world, booking, { status })).toMatchObject({ status: 200 });
      expect(booking.state).toBe(state);
      expect(world.ledger.entries()).toHaveLength(entries);
      expect(world.lines.filter((line) => line.startsWith("review"))).toEqual([]);
    });

    it("is booked once if it is delivered 15 times", async () => {
      const world = await openWorld(await createInbox());
      const { passenger } = await goToProvider(world, "northbank");
      await passenger.press("Pay");
      await world.sandbox.flush();
      const last = world.sandbox.deliveries().at(-1);
      if (last === undefined) throw new Error("The gateway has not sent a webhook.");
      const responses = await Promise.all(Array.from({ length: 15 }, () => deliver(world, last)));
      for (const response of responses) {
        expect(response).toEqual({ status: 200, outcome: "duplicate" });
      }
      expect(world.ledger.entries()).toHaveLength(1);
    });
  });
});
