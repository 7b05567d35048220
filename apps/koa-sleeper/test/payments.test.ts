import { createScriptedBrowser } from "sample-tests/demo";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { declinedCard, goToProvider, passengerForm } from "../demo/scenarios.js";
import { describeEachInbox } from "./describe-each-inbox.js";
import { openWorld } from "./world.js";

describeEachInbox((createInbox) => {
  describe("a booking", () => {
    it("goes to the provider and is confirmed by the webhook", async () => {
      const world = await openWorld(await createInbox());
      const { passenger, booking } = await goToProvider(world, "pursa");
      expect(passenger.page().url).toMatch(/\/cashier\/[^/]+\/pursa$/);
      expect(passenger.page().text).not.toContain("Choose another method");
      expect(booking.state).toBe("waiting");

      await passenger.press("Pay");
      await world.sandbox.flush();
      await passenger.reload();
      expect(passenger.page().url).toContain(`${world.officeUrl}/tickets/${booking.key}`);
      expect(passenger.state()).toBe("confirmed");
      const [transaction] = world.sandbox.transactions();
      expect(transaction).toMatchObject({
        tracking_id: booking.id,
        provider: "pursa",
        amount: "29.90",
      });
      expect(world.ledger.entries()).toMatchObject([
        { account: "fares", cents: 2990, key: `deposit:${transaction?.transaction_id}:successful` },
      ]);
      expect(world.lines).toEqual([
        expect.stringMatching(/^webhook 200 processed \d+ ms$/),
        expect.stringMatching(/^webhook 200 processed \d+ ms$/),
      ]);
    });

    it("can be paid again once after a declined payment", async () => {
      const world = await openWorld(await createInbox());
      const { passenger, booking } = await goToProvider(world, "cardo");
      const left = () => world.bookings.left(booking.train, booking.berth);
      expect(left()).toBe(23);
      await passenger.press("Pay", declinedCard);
      await world.sandbox.flush();
      await passenger.reload();
      expect(passenger.state()).toBe("declined");
      expect(left()).toBe(24);
      expect(world.ledger.entries()).toEqual([]);

      const other = createScriptedBrowser();
      await other.open(`${world.officeUrl}/tickets/${booking.key}`);
      await passenger.press("Pay again", { provider: "northbank" });
      await other.press("Pay again");
      expect(other.page().url, "a second click opens the same booking").toContain("/tickets/");
      expect(world.sandbox.transactions()).toHaveLength(2);

      await passenger.press("Pay");
      await world.sandbox.flush();
      await passenger.reload();
      expect(passenger.state()).toBe("confirmed");
    });

    it("can be paid until it expires", async () => {
      const world = await openWorld(await createInbox());
      const { passenger } = await goToProvider(world, "northbank");
      await passenger.leaveCashier();
      expect(passenger.state()).toBe("waiting");
      await passenger.follow("Continue at Northbank");
      await passenger.leaveCashier();
      await world.sandbox.advance("30m");
      await passenger.reload();
      expect(passenger.state()).toBe("expired");
    });

    it("is created once if its form is submitted repeatedly", async () => {
      const world = await openWorld(await createInbox());
      const passenger = createScriptedBrowser();
      await passenger.open(`${world.officeUrl}/trains/np-471`);
      const [, key = ""] = /name="key" value="([^"]+)"/.exec(passenger.page().text) ?? [];
      const form = { ...passengerForm, key, berth: "cabin", provider: "pursa" };
      const submit = () =>
        fetch(`${world.officeUrl}/trains/np-471/book`, {
          method: "POST",
          headers: { origin: world.officeUrl },
          body: new URLSearchParams(form),
          redirect: "manual",
        });
      const responses = await Promise.all([submit(), submit(), submit()]);
      expect(responses.map(({ status }) => status)).toEqual([303, 303, 303]);
      expect(world.bookings.byId.size).toBe(1);
      expect(world.sandbox.transactions()).toHaveLength(1);
    });

    it("is rejected if the berth is sold out", async () => {
      const world = await openWorld(await createInbox());
      const late = createScriptedBrowser();
      await late.open(`${world.officeUrl}/trains/np-408`);
      for (const _cabin of [1, 2]) {
        const passenger = createScriptedBrowser();
        await passenger.open(`${world.officeUrl}/trains/np-408`);
        await passenger.press("Book", { ...passengerForm, berth: "cabin" });
      }
      await late.press("Book", { ...passengerForm, berth: "cabin" });
      expect(late.page()).toMatchObject({ status: 422 });
      expect(late.page().text).toContain("was just booked");
      expect(late.page().text, "the form keeps its values").toContain('value="ada@example.com"');
      expect(world.sandbox.transactions()).toHaveLength(2);
    });

    it("holds no berth if the gateway refuses it", async () => {
      const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
      onTestFinished(() => log.mockRestore());
      const world = await openWorld(await createInbox());
      world.failNextRequest("refuse");
      const { passenger, booking } = await goToProvider(world, "northbank");
      expect(passenger.state()).toBe("refused");
      expect(world.bookings.left(booking.train, booking.berth)).toBe(24);
      await passenger.press("Pay again");
      await passenger.press("Pay");
      await world.sandbox.flush();
      await passenger.reload();
      expect(passenger.state()).toBe("confirmed");
    });
  });
});
