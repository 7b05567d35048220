// @ts-check
import { expect, onTestFinished, test, vi } from "vitest";
import { describeEachServer, openUntilEnd } from "./describe-each-store.js";
import { openWire } from "./open-wire.js";
import { customerAtCashier, openWorld } from "./world.js";

describeEachServer((_newStore, newPlace) => {
  test("with the store down no webhook gets a 2xx, and all are applied when it is back", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => printed.mockRestore());
    const wire = await openWire(await newPlace());
    const store = await openUntilEnd(wire.place);
    const world = await openWorld(store);
    const { sandbox, books } = world;
    const customers = [];
    for (let number = 1; number <= 3; number += 1) {
      const { customer } = await customerAtCashier(world);
      await customer.follow("Northbank");
      customers.push(customer);
    }

    wire.cut();
    const before = sandbox.deliveries().length;
    for (const customer of customers) await customer.press("Pay");
    await sandbox.flush();
    await sandbox.advance("15m");
    const refused = sandbox.deliveries().slice(before);
    // The pending and the successful one of each, at once and three times more.
    expect(refused).toHaveLength(3 * 2 * 4);
    expect(new Set(refused.map(({ responseStatus }) => responseStatus))).toEqual(new Set([503]));

    wire.mend();
    await vi.waitFor(() => store.inbox.ping?.(), { timeout: 8000, interval: 20 });
    expect(await books.listEntries()).toEqual([]);
    await sandbox.advance("5m");
    expect(await books.listEntries()).toHaveLength(3);
    expect(await books.balance("sales", "EUR")).toBe(3 * 1290);
    expect(await books.listFlags()).toEqual([]);
    for (const customer of customers) {
      await customer.reload();
      expect(customer.state()).toBe("paid");
    }
    // Nothing is left to be sent.
    const after = sandbox.deliveries().length;
    await sandbox.advance("2h");
    expect(sandbox.deliveries()).toHaveLength(after);
  });
});
