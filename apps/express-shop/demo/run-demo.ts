import { compareLedgers } from "./compare-ledgers.js";
import type { Printer } from "./create-printer.js";
import { depositScenarios } from "./deposit-scenarios.js";
import { payoutScenarios } from "./payout-scenarios.js";
import type { World } from "./start-world.js";
import { webhookScenarios } from "./webhook-scenarios.js";

const scenarios = [...depositScenarios, ...payoutScenarios, ...webhookScenarios];

/** Runs every scenario and reconciles the ledgers. Returns the exit code, 0 only if everything is correct. */
export async function runDemo(world: World, print: Printer): Promise<0 | 1> {
  const { sandbox, store } = world;
  print.title("Lightship Coffee, a shop on Express, with a local Numipay gateway");
  print.fact("shop", world.shopUrl);
  print.fact("gateway, cashier", world.gatewayUrl);
  print.fact("webhooks", world.webhookUrl);
  print.fact("API key", sandbox.apiKey, "valid for this sandbox only");
  print.fact("signature password", sandbox.signaturePassword, "valid for this sandbox only");
  print.fact("clock", sandbox.now().toISOString(), "virtual; the demo advances it");
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

  print.title("The gateway's transactions and the shop's ledger, in cents of EUR");
  const comparison = compareLedgers(await store.listEntries(), sandbox.transactions());
  print.comparison(comparison);
  // Two empty ledgers are equal too.
  return isAllOk && comparison.isEqual && comparison.total.gateway > 0 ? 0 : 1;
}
