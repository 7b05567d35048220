import { describe, expect, it } from "vitest";
import { goToProvider } from "../demo/scenarios.js";
import { describeEachInbox } from "./describe-each-inbox.js";
import { openWorld, sendWebhook } from "./world.js";

describeEachInbox((createInbox) => {
  describe("a payment that does not match", () => {
    it.each([
      ["another amount", { amount: "2.99" }, 299],
      ["an unknown booking", { tracking_id: "berth-unknown" }, 2990],
    ])("is booked as unclear and logged: %s", async (_name, changes, cents) => {
      const world = await openWorld(await createInbox());
      const { booking } = await goToProvider(world, "northbank");
      // Not an error: a retry would not match either.
      expect(await sendWebhook(world, booking, changes)).toEqual({
        status: 200,
        outcome: "processed",
      });
      expect(booking.state).not.toBe("confirmed");
      expect(world.ledger.balance("fares", "EUR")).toBe(0);
      expect(world.ledger.balance("unclear", "EUR")).toBe(cents);
      expect(world.lines[0]).toMatch(/^review berth-.*deposit\.successful/);
    });

    it("keeps its currency", async () => {
      const world = await openWorld(await createInbox());
      const { booking } = await goToProvider(world, "northbank");
      await sendWebhook(world, booking, { currency: "SEK" });
      expect(booking.state).toBe("flagged");
      expect(world.ledger.balance("fares", "EUR")).toBe(0);
      expect(world.ledger.balance("unclear", "SEK")).toBe(2990);
    });

    it("is not booked if it is finer than a cent", async () => {
      const world = await openWorld(await createInbox());
      const { booking } = await goToProvider(world, "northbank");
      await sendWebhook(world, booking, { amount: "29.901" });
      expect(booking.state).toBe("flagged");
      expect(world.ledger.entries()).toEqual([]);
    });

    it("leaves a confirmed ticket valid", async () => {
      const world = await openWorld(await createInbox());
      const { booking } = await goToProvider(world, "northbank");
      await sendWebhook(world, booking);
      await sendWebhook(world, booking, { transaction_id: "another" });
      expect(booking.state).toBe("confirmed");
      expect(world.ledger.balance("fares", "EUR")).toBe(2990);
      expect(world.ledger.balance("unclear", "EUR")).toBe(2990);
    });

    it("does not confirm an expired booking", async () => {
      const world = await openWorld(await createInbox());
      const { booking } = await goToProvider(world, "northbank");
      await sendWebhook(world, booking, { status: "expired" });
      expect(booking.state).toBe("expired");
      await sendWebhook(world, booking);
      expect(booking.state, "the berth may be sold again").toBe("flagged");
      expect(world.ledger.balance("unclear", "EUR")).toBe(2990);
    });
  });

  describe("a forged webhook", () => {
    it("is rejected and books nothing", async () => {
      const world = await openWorld(await createInbox());
      const { booking } = await goToProvider(world, "northbank");
      const response = await sendWebhook(world, booking, {}, "not-the-gateways-password");
      expect(response).toEqual({ status: 401, outcome: "bad-signature" });
      expect(booking.state).toBe("waiting");
      expect(world.ledger.entries()).toEqual([]);
    });
  });
});
