import type { Transaction } from "@numipay/core";
import type { Printer } from "sample-tests/demo";
import { formatMoney, toCents } from "./coin-pack.js";
import { scenarios } from "./scenarios.js";
import type { World } from "./start-world.js";

/**
 * Runs every scenario, then compares the credited purchases with the gateway's transactions. Returns the exit code: 0 only
 * if everything is correct.
 */
export async function runDemo(world: World, print: Printer): Promise<number> {
  print.title("Brass Lantern Games: a webhook relay on Hono, with a local Numipay gateway");
  print.fact("portal", world.portalUrl);
  print.fact("arcade", world.hallUrl);
  print.fact("relay, webhooks", world.webhookUrl);
  print.fact("gateway", world.gatewayUrl);
  for (const { pattern, url } of world.routes) print.fact(pattern, `to ${url}`);
  print.conditions(world.sandbox.now());
  print.blank();

  print.title("A scripted player over HTTP, and the new events of each service");
  let isAllOk = true;
  for (const { name, run } of scenarios) {
    const { isOk, detail } = await run(world).catch((error: unknown) => {
      return { isOk: false, detail: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print.result(isOk, name, detail);
  }
  const paid = sum(world.sandbox.transactions().filter(({ status }) => status === "successful"));
  const credited = sum([...world.services.wallets.processed.values()].map(({ event }) => event));
  // 0 equals 0 too, but proves nothing.
  const isEqual = paid === credited && paid > 0;
  const [atGateway, atWallets] = [paid, credited].map(formatMoney);
  print.result(isEqual, "Paid equals credited", `gateway ${atGateway}, wallets ${atWallets}`);
  return isAllOk && isEqual ? 0 : 1;
}

/** Prints what a person can do while the demo stays up. */
export function printNextSteps(world: World, print: Printer): void {
  print.blank();
  print.title("Try it yourself");
  print.fact("portal", world.portalUrl);
  print.fact("buy coins and play", world.hallUrl, "each service's events appear below");
  print.fact("clock", "runs in real time from here on");
  print.fact("stop", "Ctrl-C");
}

function sum(transactions: readonly Pick<Transaction, "amount">[]): number {
  return transactions.reduce((cents, { amount }) => cents + toCents(amount), 0);
}
