// @ts-check
import type { World } from "../demo/start-world.js";
import { describe, expect, test } from "vitest";
import { accounts } from "../src/books/ledger.js";
import { describeEachStore } from "./describe-each-store.js";
import { openWorld, stateOf } from "./world.js";

/** A customer with 50.00 in the wallet. */
async function customerWithWallet({ newCustomer, shopUrl, sandbox, books }: World) {
  const customer = newCustomer();
  await customer.open(`${shopUrl}/wallet`);
  await customer.press("Top up", { amount: "50.00" });
  await customer.follow("Pursa");
  await customer.press("Pay");
  await sandbox.flush();
  await customer.open(`${shopUrl}/wallet`);
  const owner = sandbox.transactions().at(-1)?.user_id ?? "";
  const wallet = () => books.balance(accounts.wallet(owner), "EUR");
  return { customer, wallet };
}

async function withdraw(world, customer, amount) {
  await customer.press("Withdraw", { amount });
  await customer.follow("Northbank");
  await customer.press("Withdraw");
  await world.sandbox.flush();
  const withdrawal = (await world.books.listWithdrawals()).at(-1);
  const clerk = world.newClerk();
  await clerk.open(`${world.shopUrl}/office`);
  return { withdrawal, clerk };
}

describeEachStore((newStore) => {
  describe("a withdrawal", () => {
    test("is set aside at once, and paid out when approved", async () => {
      const world = await openWorld(await newStore());
      const { customer, wallet } = await customerWithWallet(world);
      const { withdrawal, clerk } = await withdraw(world, customer, "30.00");
      expect(await stateOf(world, withdrawal.id)).toBe("review");
      expect(await wallet()).toBe(2000);

      await clerk.press("Approve");
      await world.sandbox.flush();
      expect(await stateOf(world, withdrawal.id)).toBe("paid");
      expect(await world.books.balance("gateway", "EUR")).toBe(-2000);
      await customer.reload();
      expect(customer.page().text).toContain("€20.00");
    });

    test("goes back into the wallet when rejected", async () => {
      const world = await openWorld(await newStore());
      const { customer, wallet } = await customerWithWallet(world);
      const { withdrawal, clerk } = await withdraw(world, customer, "30,00");
      await clerk.press("Reject");
      await world.sandbox.flush();
      expect(await stateOf(world, withdrawal.id)).toBe("rejected");
      expect(await wallet()).toBe(5000);
    });

    test("goes back into the wallet when the customer never confirms it", async () => {
      const world = await openWorld(await newStore());
      const { customer, wallet } = await customerWithWallet(world);
      await customer.press("Withdraw", { amount: "50.00" });
      expect(await wallet()).toBe(0);
      await world.sandbox.advance("30m");
      expect(await wallet()).toBe(5000);
    });

    test.each(["50.01", "0", "-1", "1.001", "abc", ""])("is not opened for %j", async (amount) => {
      const world = await openWorld(await newStore());
      const { customer, wallet } = await customerWithWallet(world);
      await customer.press("Withdraw", { amount });
      expect(customer.page().status).toBe(422);
      expect(await wallet()).toBe(5000);
      expect(world.sandbox.transactions()).toHaveLength(1);
    });

    test("is decided once, however often the button is pressed", async () => {
      const world = await openWorld(await newStore());
      const { customer } = await customerWithWallet(world);
      const { withdrawal, clerk } = await withdraw(world, customer, "30.00");
      const other = world.newClerk();
      await other.open(`${world.shopUrl}/office`);
      await Promise.all([clerk.press("Approve"), other.press("Reject")]);
      await world.sandbox.flush();
      expect(["paid", "rejected"]).toContain(await stateOf(world, withdrawal.id));
      expect(await world.books.listFlags()).toEqual([]);
    });
  });
});
