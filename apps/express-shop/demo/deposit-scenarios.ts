// What can happen to a customer who pays. Each scenario returns what happened, and whether that is correct.
import { currency } from "../src/catalogue.js";
import { accounts } from "../src/store/ledger.js";
import { formatMoney } from "../src/store/money.js";
import type { World } from "./start-world.js";

export interface Result {
  isOk: boolean;
  details: string;
}

export interface Scenario {
  name: string;
  run: (world: World) => Promise<Result>;
}

const card = { card_holder: "Ada Tester", expiry: "12 / 30", cvv: "123" };

export const depositScenarios: readonly Scenario[] = [
  {
    name: "Deposit paid",
    async run(world) {
      const { customer, check } = await goToCashier(world);
      await customer.follow("Northbank");
      await customer.press("Pay");
      return check({ state: "paid", cents: 1290 });
    },
  },
  {
    name: "Card declined",
    async run(world) {
      const { customer, check } = await goToCashier(world);
      await customer.follow("Cardo");
      await customer.press("Pay", { ...card, card_number: "4000000000000002" });
      return check({ state: "declined", cents: 0 });
    },
  },
  {
    name: "Card with 3DS",
    async run(world) {
      const { customer, check } = await goToCashier(world);
      await customer.follow("Cardo");
      await customer.press("Pay", { ...card, card_number: "4000000000003220" });
      const wasChallenged = customer.page().text.includes("3DS");
      await customer.press("Confirm", { password: "password" });
      const { isOk, details } = await check({ state: "paid", cents: 1290 });
      return { isOk: isOk && wasChallenged, details: `3DS asked, ${details}` };
    },
  },
  {
    name: "Payment abandoned",
    async run(world) {
      const { customer, check } = await goToCashier(world);
      await customer.leaveCashier();
      const before = customer.state();
      await world.sandbox.advance("30m");
      const { isOk, details } = await check({ state: "expired", cents: 0 });
      return {
        isOk: isOk && before === "waiting",
        details: `${before}; after 30 minutes: ${details}`,
      };
    },
  },
  {
    name: "Response lost",
    async run(world) {
      world.failNextRequest("response");
      const { customer, check } = await goToCashier(world);
      const before = customer.state();
      const id = customer.page().url.split("/").at(-1) ?? "";
      const opened = world.sandbox.transactions().filter((row) => row.tracking_id === id);
      await world.sandbox.advance("30m");
      const { isOk, details } = await check({ state: "expired", cents: 0 });
      return {
        isOk: isOk && before === "unknown" && opened.length === 1,
        details: `${before}, ${opened.length} payment at the gateway; after 30 minutes: ${details}`,
      };
    },
  },
];

/** A new customer at the gateway's cashier, with a bag of Night Watch for 12.90. */
export async function goToCashier({ newCustomer, shopUrl, store, sandbox }: World) {
  const sales = () => store.balance(accounts.sales, currency);
  const salesBefore = await sales();
  const customer = newCustomer();
  await customer.open(shopUrl);
  await customer.press("Add Night Watch");
  await customer.press("Pay");

  /** Delivers the due webhooks, then compares the order's page and the ledger with what is expected. */
  async function check(expected: { state: string; cents: number }): Promise<Result> {
    await sandbox.flush();
    await customer.reload();
    const state = customer.state();
    const cents = (await sales()) - salesBefore;
    return {
      isOk: state === expected.state && cents === expected.cents,
      details: `order ${state}, ${formatMoney(cents, currency)} booked`,
    };
  }
  return { customer, check };
}
