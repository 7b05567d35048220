// @ts-check
// Money out: a customer with a full wallet asks for some of it, and the back office decides.
import type { Result, Scene } from "./deposit-scenes.js";
import type { World } from "./start-world.js";
import { accounts } from "../src/books/ledger.js";

export const payoutScenes: readonly Scene[] = [
  {
    name: "Payout, approved",
    play: (world) => withdraw(world, { button: "Approve", state: "paid", wallet: 2000 }),
  },
  {
    name: "Payout, rejected",
    play: (world) => withdraw(world, { button: "Reject", state: "rejected", wallet: 5000 }),
  },
];

/** Tops 50.00 up, asks for 30.00, and has it decided. */
async function withdraw(
  { newCustomer, newClerk, shopUrl, sandbox, books }: World,
  wanted: { button: string; state: string; wallet: number },
): Promise<Result> {
  const customer = newCustomer();
  await customer.open(`${shopUrl}/wallet`);
  await customer.press("Top up", { amount: "50.00" });
  await customer.follow("Pursa");
  await customer.press("Pay");
  await sandbox.flush();

  await customer.open(`${shopUrl}/wallet`);
  await customer.press("Withdraw", { amount: "30.00" });
  await customer.follow("Northbank");
  await customer.press("Withdraw");
  await sandbox.flush();
  await customer.reload();
  const asked = customer.state();

  const clerk = newClerk();
  await clerk.open(`${shopUrl}/office`);
  await clerk.press(wanted.button);
  await sandbox.flush();

  await customer.reload();
  const state = customer.state();
  const owner = (await books.listWithdrawals()).at(-1)?.customer ?? "";
  const wallet = await books.balance(accounts.wallet(owner), "EUR");
  const held = await books.balance(accounts.held(owner), "EUR");
  return {
    isOk: asked === "review" && state === wanted.state && wallet === wanted.wallet && held === 0,
    what: `3000 of 5000 cents asked for, ${state}, ${wallet} left in the wallet`,
  };
}
