// The shop is killed after it has debited a wallet, and before it has requested the payout.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createSandbox, type Sandbox } from "@numipay/sandbox";
import { createScriptedBrowser, type ScriptedBrowser } from "sample-tests/demo";
import { currency } from "../src/catalogue.js";
import { openStorage } from "../src/open-storage.js";
import { formatMoney } from "../src/store/money.js";
import { compareLedgers } from "./compare-ledgers.js";
import type { Result, Scenario } from "./deposit-scenarios.js";
import { type ShopProcess, startShopProcess } from "./shop-process.js";

const officePassword = "roast-at-dusk";
const sendTimeoutMs = 15_000;
const sendIntervalMs = 50;

export const killScenario: Scenario = {
  name: "Killed before a payout",
  async run() {
    const folder = await mkdtemp(join(tmpdir(), "lightship-"));
    // A gateway of its own: the two shops have separate ledgers.
    const sandbox = await createSandbox({ merchantName: "Lightship Coffee" });
    try {
      return await killAndRestart(sandbox, folder);
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function killAndRestart(sandbox: Sandbox, folder: string): Promise<Result> {
  const gateway = await sandbox.listen();
  const env = {
    NUMIPAY_API_KEY: sandbox.apiKey,
    NUMIPAY_BASE_URL: gateway.url,
    NUMIPAY_SIGNATURE_PASSWORD: sandbox.signaturePassword,
    OFFICE_PASSWORD: officePassword,
    INBOX: "pglite",
    DATABASE_FOLDER: folder,
  };
  const customer = createScriptedBrowser();
  const payouts = () =>
    sandbox.transactions().filter((row) => row.transaction_type === "withdrawal");

  // It queues payouts and leaves them to another process, so that it is certainly killed before it sends one.
  const killed = await startShopProcess({ ...env, PORT: "0", OUTBOX: "queue" });
  try {
    sandbox.setWebhookUrl(`${killed.url}/webhooks/numipay`);
    await topUpAndWithdraw(killed, sandbox, customer);
  } finally {
    await killed.end("SIGKILL");
  }
  const sentBefore = payouts().length;

  const restarted = await startShopProcess({ ...env, PORT: new URL(killed.url).port });
  try {
    await waitForPage(customer);
    await confirmAndApprove(restarted, sandbox, customer);
  } finally {
    await restarted.end("SIGTERM");
  }

  const storage = await openStorage({ engine: "pglite", folder });
  const entries = await storage.store.listEntries();
  await storage.close();
  const { isEqual, total } = compareLedgers(entries, sandbox.transactions());
  const sent = payouts().length;
  const state = customer.state();
  return {
    isOk: sentBefore === 0 && sent === 1 && state === "paid" && isEqual && total.shop === 2000,
    details:
      `debited, ${sentBefore} sent, kill -9; restarted: ${sent} sent, ${state}; ` +
      `ledgers ${isEqual ? "equal" : "NOT EQUAL"}, ${formatMoney(total.shop, currency)}`,
  };
}

/** Tops up 50.00 and requests a payout of 30.00. */
async function topUpAndWithdraw(
  { url }: ShopProcess,
  sandbox: Sandbox,
  customer: ScriptedBrowser,
): Promise<void> {
  await customer.open(`${url}/wallet`);
  await customer.press("Top up", { amount: "50.00" });
  await customer.follow("Pursa");
  await customer.press("Pay");
  await sandbox.flush();
  await customer.open(`${url}/wallet`);
  await customer.press("Withdraw", { amount: "30.00" });
  if (customer.state() !== "opening") throw new Error("The shop did not queue the payout.");
}

/** Reloads the wallet until the restarted shop has sent the payout. */
async function waitForPage(customer: ScriptedBrowser): Promise<void> {
  const endsAtMs = performance.now() + sendTimeoutMs;
  await customer.reload();
  while (customer.state() === "opening" && performance.now() < endsAtMs) {
    await pause(sendIntervalMs);
    await customer.reload();
  }
}

async function confirmAndApprove(
  { url }: ShopProcess,
  sandbox: Sandbox,
  customer: ScriptedBrowser,
): Promise<void> {
  await customer.follow("Confirm");
  await customer.follow("Northbank");
  await customer.press("Withdraw");
  await sandbox.flush();
  const clerk = createScriptedBrowser({
    authorization: `Basic ${btoa(`clerk:${officePassword}`)}`,
  });
  await clerk.open(`${url}/office`);
  await clerk.press("Approve");
  await sandbox.flush();
  await customer.open(`${url}/wallet`);
}
