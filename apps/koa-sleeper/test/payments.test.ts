// @ts-check
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { declinedCard, deliver, passengerForm, toProvider } from "../demo/scenes.js";
import { createPassenger } from "../demo/passenger.js";
import { describeEachInbox } from "./describe-each-inbox.js";
import { openWorld, tell } from "./world.js";

describeEachInbox((newInbox) => {
  describe("a booking", () => {
    test("goes straight to the chosen provider, and is confirmed when the webhook says so", async () => {
      const world = await openWorld(await newInbox());
      const { passenger, booking } = await toProvider(world, "pursa");
      expect(passenger.page().url).toMatch(/\/cashier\/[^/]+\/pursa$/);
      expect(passenger.page().text).not.toContain("Choose another way");
      expect(booking.state).toBe("waiting");

      await passenger.press("Pay");
      await world.sandbox.flush();
      await passenger.reload();
      expect(passenger.page().url).toContain(`${world.officeUrl}/tickets/${booking.key}`);
      expect(passenger.state()).toBe("confirmed");
      const [sent] = world.sandbox.transactions();
      expect(sent).toMatchObject({ tracking_id: booking.id, provider: "pursa", amount: "29.90" });
      expect(world.ledger.entries()).toMatchObject([
        { account: "fares", cents: 2990, key: `deposit:${sent?.transaction_id}:successful` },
      ]);
      expect(world.lines).toEqual([
        expect.stringMatching(/^webhook 200 processed \d+ ms$/),
        expect.stringMatching(/^webhook 200 processed \d+ ms$/),
      ]);
    });

    test("that is declined frees its berth, and is tried again once, with another provider", async () => {
      const world = await openWorld(await newInbox());
      const { passenger, booking } = await toProvider(world, "cardo");
      const left = () => world.bookings.left(booking.train, booking.berth);
      expect(left()).toBe(23);
      await passenger.press("Pay", declinedCard);
      await world.sandbox.flush();
      await passenger.reload();
      expect(passenger.state()).toBe("declined");
      expect(left()).toBe(24);
      expect(world.ledger.entries()).toEqual([]);

      const declinedTicket = `${world.officeUrl}/tickets/${booking.key}`;
      const other = createPassenger();
      await other.open(declinedTicket);
      await passenger.press("Try again", { provider: "northbank" });
      await other.press("Try again");
      expect(other.page().url, "a second press finds the booking of the first").toContain(
        "/tickets/",
      );
      expect(world.sandbox.transactions()).toHaveLength(2);

      await passenger.press("Pay");
      await world.sandbox.flush();
      await passenger.reload();
      expect(passenger.state()).toBe("confirmed");
    });

    test("expires when nobody pays, and can be gone on with until then", async () => {
      const world = await openWorld(await newInbox());
      const { passenger } = await toProvider(world, "northbank");
      await passenger.press("Walk away");
      expect(passenger.state()).toBe("waiting");
      await passenger.follow("Go on at Northbank");
      await passenger.press("Walk away");
      await world.sandbox.advance("30m");
      await passenger.reload();
      expect(passenger.state()).toBe("expired");
    });

    test("is made once, however often its form is pressed", async () => {
      const world = await openWorld(await newInbox());
      const passenger = createPassenger();
      await passenger.open(`${world.officeUrl}/trains/np-471`);
      const { text } = passenger.page();
      const [, key = ""] = /name="key" value="([^"]+)"/.exec(text) ?? [];
      const body = new URLSearchParams({
        ...passengerForm,
        key,
        berth: "cabin",
        provider: "pursa",
      });
      const press = () =>
        fetch(`${world.officeUrl}/trains/np-471/book`, {
          method: "POST",
          headers: { origin: world.officeUrl },
          body,
          redirect: "manual",
        });
      const answers = await Promise.all([press(), press(), press()]);
      expect(answers.map(({ status }) => status)).toEqual([303, 303, 303]);
      expect(world.bookings.byId.size).toBe(1);
      expect(world.sandbox.transactions()).toHaveLength(1);
    });

    test("of the last cabin is refused to the next passenger, in words", async () => {
      const world = await openWorld(await newInbox());
      const late = createPassenger();
      await late.open(`${world.officeUrl}/trains/np-408`);
      for (const _cabin of [1, 2]) {
        const passenger = createPassenger();
        await passenger.open(`${world.officeUrl}/trains/np-408`);
        await passenger.press("Hold", { ...passengerForm, berth: "cabin" });
      }
      await late.press("Hold", { ...passengerForm, berth: "cabin" });
      expect(late.page()).toMatchObject({ status: 422 });
      expect(late.page().text).toContain("has just been taken");
      expect(late.page().text).toContain('value="ada@example.com"');
      expect(world.sandbox.transactions()).toHaveLength(2);
    });

    test("that the gateway refuses holds no berth, and says that nothing was charged", async () => {
      const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
      onTestFinished(() => printed.mockRestore());
      const world = await openWorld(await newInbox());
      const passenger = createPassenger();
      await passenger.open(`${world.officeUrl}/trains/np-233`);
      world.refuseNext();
      await passenger.press("Hold", passengerForm);
      const [booking] = world.bookings.byId.values();
      if (booking === undefined) throw new Error("There is no booking");
      expect(passenger.state()).toBe("refused");
      expect(world.bookings.left(booking.train, booking.berth)).toBe(24);
      await passenger.press("Try again");
      await passenger.press("Pay");
      await world.sandbox.flush();
      await passenger.reload();
      expect(passenger.state()).toBe("confirmed");
    });
  });

  describe("a webhook", () => {
    test("that comes while the office is shut is taken at the next try", async () => {
      const world = await openWorld(await newInbox());
      const { passenger, booking } = await toProvider(world, "northbank");
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

    test.each([
      { status: "successful", state: "confirmed", entries: 1 },
      { status: "rejected", state: "declined", entries: 0 },
    ])(
      "whose record fails after it was $state changes nothing more when it comes again",
      async ({ status, state, entries }) => {
        const inbox = await newInbox();
        const world = await openWorld(inbox);
        const { booking } = await toProvider(world, "northbank");
        vi.spyOn(inbox, "complete").mockImplementationOnce(async (change, lease) => {
          await inbox.release(change, lease);
          throw new Error("the connection is gone");
        });
        expect(await tell(world, booking, { status })).toMatchObject({ status: 503 });
        expect(await tell(world, booking, { status })).toMatchObject({ status: 200 });
        expect(booking.state).toBe(state);
        expect(world.ledger.entries()).toHaveLength(entries);
        expect(world.lines.filter((line) => line.startsWith("look at"))).toEqual([]);
      },
    );

    test("that comes 15 times is booked once", async () => {
      const world = await openWorld(await newInbox());
      const { passenger } = await toProvider(world, "northbank");
      await passenger.press("Pay");
      await world.sandbox.flush();
      const last = world.sandbox.deliveries().at(-1);
      if (last === undefined) throw new Error("Nothing was delivered");
      const answers = await Promise.all(Array.from({ length: 15 }, () => deliver(world, last)));
      for (const answer of answers) expect(answer).toEqual({ status: 200, outcome: "duplicate" });
      expect(world.ledger.entries()).toHaveLength(1);
    });
  });
});
