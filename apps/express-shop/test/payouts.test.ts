import type { ScriptedBrowser } from "sample-tests/demo";
import { describe, expect, it } from "vitest";
import type { World } from "../demo/start-world.js";
import { accounts } from "../src/store/ledger.js";
import { describeEachStorage } from "./describe-each-storage.js";
import { customerWithWallet, lastWithdrawal, openWorld, stateOf } from "./world.js";

/** Confirms a withdrawal at the cashier, and opens the back office. */
async function withdraw(world: World, customer: ScriptedBrowser, amount: string) {
  await customer.press("Withdraw", { amount });
  await customer.follow("Northbank");
  await customer.press("Withdraw");
  await world.sandbox.flush();
  const { id } = await lastWithdrawal(world);
  const clerk = world.newClerk();
  await clerk.open(`${world.shopUrl}/office`);
  return { id, clerk };
}

async function setUp(world: World) {
  const customer = await customerWithWallet(world);
  const owner = world.sandbox.transactions().at(-1)?.user_id ?? "";
  const wallet = () => world.store.balance(accounts.wallet(owner), "EUR");
  return { customer, wallet };
}

describeEachStorage((createStorage) => {
  describe("a withdrawal", () => {
    it("is on hold until it is approved and paid out", async () => {
      const world = await openWorld(await createStorage());
      const { customer, wallet } = await setUp(world);
      const { id, clerk } = await withdraw(world, customer, "30.00");
      expect(await stateOf(world, id)).toBe("review");
      expect(await wallet()).toBe(2000);

      await clerk.press("Approve");
      await world.sandbox.flush();
      expect(await stateOf(world, id)).toBe("paid");
      expect(await world.store.balance("gateway", "EUR")).toBe(-2000);
      await customer.reload();
      expect(customer.page().text).toContain("€20.00");
    });

    it("returns to the wallet when rejected", async () => {
      const world = await openWorld(await createStorage());
      const { customer, wallet } = await setUp(world);
      const { id, clerk } = await withdraw(world, customer, "30,00");
      await clerk.press("Reject");
      await world.sandbox.flush();
      expect(await stateOf(world, id)).toBe("rejected");
      expect(await wallet()).toBe(5000);
    });

    it("returns to the wallet when it expires", async () => {
      const world = await openWorld(await createStorage());
      const { customer, wallet } = await setUp(world);
      await customer.press("Withdraw", { amount: "50.00" });
      expect(await wallet()).toBe(0);
      await world.sandbox.advance("30m");
      expect(await wallet()).toBe(5000);
    });

    it.each(["50.01", "0", "-1", "1.001", "abc", ""])("rejects the amount %j", async (amount) => {
      const world = await openWorld(await createStorage());
      const { customer, wallet } = await setUp(world);
      await customer.press("Withdraw", { amount });
      expect(customer.page().status).toBe(422);
      expect(await wallet()).toBe(5000);
      expect(world.sandbox.transactions()).toHaveLength(1);
    });

    it("is decided once, even with concurrent clicks", async () => {
      const world = await openWorld(await createStorage());
      const { customer } = await setUp(world);
      const { id, clerk } = await withdraw(world, customer, "30.00");
      const other = world.newClerk();
      await other.open(`${world.shopUrl}/office`);
      await Promise.all([clerk.press("Approve"), other.press("Reject")]);
      await world.sandbox.flush();
      expect(["paid", "rejected"]).toContain(await stateOf(world, id));
      expect(await world.store.listFlags()).toEqual([]);
    });
  });
});
