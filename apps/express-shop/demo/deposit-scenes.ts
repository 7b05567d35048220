// @ts-check
// What a customer can live through while paying. Each scene says what happened, and whether that is as it must be.
import type { World } from "./start-world.js";
import { accounts } from "../src/books/ledger.js";

export interface Result {
  isOk: boolean;
  what: string;
}

export interface Scene {
  name: string;
  play: (world: World) => Promise<Result>;
}

const card = { card_holder: "Ada Tester", expiry: "12 / 30", cvv: "123" };

export const depositScenes: readonly Scene[] = [
  {
    name: "Deposit, paid",
    async play(world) {
      const { customer, settle } = await toCashier(world);
      await customer.follow("Northbank");
      await customer.press("Pay");
      return settle({ state: "paid", cents: 1290 });
    },
  },
  {
    name: "Deposit, card declined",
    async play(world) {
      const { customer, settle } = await toCashier(world);
      await customer.follow("Cardo");
      await customer.press("Pay", { ...card, card_number: "4000000000000002" });
      return settle({ state: "declined", cents: 0 });
    },
  },
  {
    name: "Deposit, card with 3DS",
    async play(world) {
      const { customer, settle } = await toCashier(world);
      await customer.follow("Cardo");
      await customer.press("Pay", { ...card, card_number: "4000000000003220" });
      const asked = customer.page().text.includes("3DS");
      await customer.press("Confirm", { password: "password" });
      const { isOk, what } = await settle({ state: "paid", cents: 1290 });
      return { isOk: isOk && asked, what: `the bank asked for a password, ${what}` };
    },
  },
  {
    name: "Customer walks away",
    async play(world) {
      const { customer, settle } = await toCashier(world);
      await customer.press("Walk away");
      const before = customer.state();
      await world.sandbox.advance("30m");
      const { isOk, what } = await settle({ state: "expired", cents: 0 });
      return { isOk: isOk && before === "waiting", what: `${before}, 30 minutes later ${what}` };
    },
  },
  {
    name: "Gateway's answer is lost",
    async play(world) {
      world.loseNextAnswer();
      const { customer, settle } = await toCashier(world);
      const before = customer.state();
      const id = customer.page().url.split("/").at(-1) ?? "";
      const opened = world.sandbox.transactions().filter((row) => row.tracking_id === id);
      await world.sandbox.advance("30m");
      const { isOk, what } = await settle({ state: "expired", cents: 0 });
      return {
        isOk: isOk && before === "unknown" && opened.length === 1,
        what: `"we are finding out", asked for ${opened.length === 1 ? "once" : "again"}; later ${what}`,
      };
    },
  },
];

/** A new customer with a bag of Night Watch at the gateway's cashier, and a way to see how it ended. */
export async function toCashier({ newCustomer, shopUrl, books, sandbox }: World) {
  const sales = () => books.balance(accounts.sales, "EUR");
  const before = await sales();
  const customer = newCustomer();
  await customer.open(shopUrl);
  await customer.press("Add Night Watch");
  await customer.press("Pay");

  /** What the order's page and the books say after all webhooks that are due. */
  const settle = async (wanted: { state: string; cents: number }): Promise<Result> => {
    await sandbox.flush();
    await customer.reload();
    const state = customer.state();
    const cents = (await sales()) - before;
    return {
      isOk: state === wanted.state && cents === wanted.cents,
      what: `order ${state}, ${cents} cents booked`,
    };
  };
  return { customer, settle };
}
