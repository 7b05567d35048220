// @ts-check
// Webhooks that are no answer to what we asked for.
import { expect, test } from "vitest";
import { toProvider } from "../demo/scenes.js";
import { describeEachInbox } from "./describe-each-inbox.js";
import { openWorld, tell } from "./world.js";

describeEachInbox((newInbox) => {
  test.each([
    ["another amount", { amount: "2.99" }, 299],
    ["a booking that is not known", { tracking_id: "berth-of-nobody" }, 2990],
  ])("%s is no fare: it is booked apart, and a person is told", async (_name, changed, cents) => {
    const world = await openWorld(await newInbox());
    const { booking } = await toProvider(world, "northbank");
    // Sent again it would fit no better.
    expect(await tell(world, booking, changed)).toEqual({ status: 200, outcome: "processed" });
    expect(booking.state).not.toBe("confirmed");
    expect(world.ledger.balance("fares", "EUR")).toBe(0);
    expect(world.ledger.balance("unclear", "EUR")).toBe(cents);
    expect(world.lines[0]).toMatch(/^look at berth-.*deposit\.successful/);
  });

  test("another currency is not counted as ours", async () => {
    const world = await openWorld(await newInbox());
    const { booking } = await toProvider(world, "northbank");
    await tell(world, booking, { currency: "SEK" });
    expect(booking.state).toBe("flagged");
    expect(world.ledger.balance("fares", "EUR")).toBe(0);
    expect(world.ledger.balance("unclear", "SEK")).toBe(2990);
  });

  test("an amount finer than a cent is flagged and not booked", async () => {
    const world = await openWorld(await newInbox());
    const { booking } = await toProvider(world, "northbank");
    await tell(world, booking, { amount: "29.901" });
    expect(booking.state).toBe("flagged");
    expect(world.ledger.entries()).toEqual([]);
  });

  test("a second payment leaves the ticket valid, and its money apart", async () => {
    const world = await openWorld(await newInbox());
    const { booking } = await toProvider(world, "northbank");
    await tell(world, booking);
    await tell(world, booking, { transaction_id: "another" });
    expect(booking.state).toBe("confirmed");
    expect(world.ledger.balance("fares", "EUR")).toBe(2990);
    expect(world.ledger.balance("unclear", "EUR")).toBe(2990);
  });

  test("a payment of what had expired confirms nothing by itself: the berth may be gone", async () => {
    const world = await openWorld(await newInbox());
    const { booking } = await toProvider(world, "northbank");
    await tell(world, booking, { status: "expired" });
    expect(booking.state).toBe("expired");
    await tell(world, booking);
    expect(booking.state).toBe("flagged");
    expect(world.ledger.balance("unclear", "EUR")).toBe(2990);
  });

  test("a forged webhook is refused, and books nothing", async () => {
    const world = await openWorld(await newInbox());
    const { booking } = await toProvider(world, "northbank");
    const answer = await tell(world, booking, {}, "made up by somebody else");
    expect(answer).toEqual({ status: 401, outcome: "bad-signature" });
    expect(booking.state).toBe("waiting");
    expect(world.ledger.entries()).toEqual([]);
  });
});
