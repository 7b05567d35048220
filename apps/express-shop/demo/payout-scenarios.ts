// A customer with money in the wallet requests a payout, and the back office decides.
import { currency } from "../src/catalogue.js";
import { accounts } from "../src/store/ledger.js";
import { formatMoney } from "../src/store/money.js";
import type { Result, Scenario } from "./deposit-scenarios.js";
import type { World } from "./start-world.js";

export const payoutScenarios: readonly Scenario[] = [
  {
    name: "Payout approved",
    run: (world) => withdraw(world, { button: "Approve", state: "paid", wallet: 2000 }),
  },
  {
    name: "Payout rejected",
    run: (world) => withdraw(world, { button: "Reject", state: "rejected", wallet: 5000 }),
  },
];

interface ExpectedPayout {
  /** The back office's decision. */
  button: "Approve" | "Reject";
  state: string;
  /** Cents left in the wallet. */
  wallet: number;
}

/** Tops up 50.00, requests a payout of 30.00 and decides it. */
async function withdraw(
  { newCustomer, newClerk, shopUrl, sandbox, store }: World,
  expected: ExpectedPayout,
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
  const stateBefore = customer.state();

  const clerk = newClerk();
  await clerk.open(`${shopUrl}/office`);
  await clerk.press(expected.button);
  await sandbox.flush();

  await customer.reload();
  const state = customer.state();
  const owner = (await store.listWithdrawals()).at(-1)?.customer ?? "";
  const wallet = await store.balance(accounts.wallet(owner), currency);
  const held = await store.balance(accounts.held(owner), currency);
  return {
    isOk:
      stateBefore === "review" &&
      state === expected.state &&
      wallet === expected.wallet &&
      held === 0,
    details: `€30.00 ${state}, ${formatMoney(wallet, currency)} in the wallet`,
  };
}
