import type { ScriptedBrowser } from "sample-tests/demo";
import { expect, it, onTestFinished, vi } from "vitest";
import { describeEachServer, openUntilTestEnds } from "./describe-each-storage.js";
import { openProxy } from "./open-proxy.js";
import { customerAtCashier, openWorld } from "./world.js";

describeEachServer((_createStorage, createSettings) => {
  it("applies every webhook after a storage outage", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const proxy = await openProxy(await createSettings());
    const storage = await openUntilTestEnds(proxy.settings);
    const world = await openWorld(storage);
    const { sandbox, store } = world;
    const customers: ScriptedBrowser[] = [];
    for (let number = 1; number <= 3; number += 1) {
      const { customer } = await customerAtCashier(world);
      await customer.follow("Northbank");
      customers.push(customer);
    }

    proxy.disconnect();
    const before = sandbox.deliveries().length;
    for (const customer of customers) await customer.press("Pay");
    await sandbox.flush();
    await sandbox.advance("15m");
    const refused = sandbox.deliveries().slice(before);
    // Three customers, each with a pending and a successful event, each sent four times.
    expect(refused).toHaveLength(3 * 2 * 4);
    expect(new Set(refused.map(({ responseStatus }) => responseStatus))).toEqual(new Set([503]));

    proxy.reconnect();
    await vi.waitFor(() => storage.inbox.ping?.(), { timeout: 25_000, interval: 20 });
    expect(await store.listEntries()).toEqual([]);
    await sandbox.advance("5m");
    expect(await store.listEntries()).toHaveLength(3);
    expect(await store.balance("sales", "EUR")).toBe(3 * 1290);
    expect(await store.listFlags()).toEqual([]);
    for (const customer of customers) {
      await customer.reload();
      expect(customer.state()).toBe("paid");
    }
    const after = sandbox.deliveries().length;
    await sandbox.advance("2h");
    expect(sandbox.deliveries(), "no further retries").toHaveLength(after);
  });
});
