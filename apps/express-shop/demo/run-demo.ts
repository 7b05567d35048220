import type { Printer } from "sample-tests/demo";
import { compareLedgers } from "./compare-ledgers.js";
import { depositScenarios, type Scenario } from "./deposit-scenarios.js";
import { killScenario } from "./kill-scenario.js";
import { payoutScenarios } from "./payout-scenarios.js";
import { printComparison } from "./print-comparison.js";
import type { World } from "./start-world.js";
import { webhookScenarios } from "./webhook-scenarios.js";

/** The scenarios that run in one process. */
export const quickScenarios: readonly Scenario[] = [
  ...depositScenarios,
  ...payoutScenarios,
  ...webhookScenarios,
];
const allScenarios = [...quickScenarios, killScenario];

/** Runs every scenario and reconciles the ledgers. Returns the exit code, 0 only if everything is correct. */
export async function runDemo(
  world: World,
  print: Printer,
  scenarios: readonly Scenario[] = allScenarios,
): Promise<0 | 1> {
  const { sandbox, store } = world;
  print.title("Lightship Coffee: a shop on Express, with a local Numipay gateway");
  print.fact("portal", world.portalUrl);
  print.fact("shop", world.shopUrl);
  print.fact("webhooks", world.webhookUrl);
  print.fact("gateway, cashier", world.gatewayUrl);
  print.fact("API key", sandbox.apiKey);
  print.fact("signature password", sandbox.signaturePassword, "both for this sandbox only");
  print.conditions(sandbox.now());
  print.blank();

  print.title("A scripted customer, over HTTP");
  let isAllOk = true;
  for (const { name, run } of scenarios) {
    const { isOk, details } = await run(world).catch((error: unknown) => {
      return { isOk: false, details: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print.result(isOk, name, details);
  }
  print.blank();

  print.title("The gateway's transactions and the shop's ledger");
  const comparison = compareLedgers(await store.listEntries(), sandbox.transactions());
  printComparison(print, comparison);
  // Two empty ledgers are equal too.
  return isAllOk && comparison.isEqual && comparison.total.gateway > 0 ? 0 : 1;
}

/** Prints what a person can do while the demo stays up. */
export function printNextSteps(world: World, print: Printer): void {
  print.blank();
  print.title("Try it yourself");
  print.fact("portal", world.portalUrl);
  print.fact("buy something", world.shopUrl);
  print.fact("top up your wallet", `${world.shopUrl}/wallet`);
  print.fact(
    "review payouts",
    `${world.shopUrl}/office`,
    `any user name, password ${world.officePassword}`,
  );
  print.fact("clock", "runs in real time from here on");
  print.fact("stop", "Ctrl-C");
}
