import type { Printer } from "sample-tests/demo";
import { currency } from "../src/currency.js";
import { formatMoney } from "../src/ledger/money.js";
import type { Statement } from "../src/payments/create-statement.js";
import { callOffice, type DonationBody } from "./people.js";
import { scenarios } from "./scenarios.js";
import type { World } from "./start-world.js";

/**
 * Runs every scenario, then compares the ledger with the gateway's transactions. Returns the exit code: 0 only if
 * everything is correct.
 */
export async function runDemo(world: World, print: Printer): Promise<number> {
  print.title("Skerry Lifeboat: donations on Fastify, with a local Numipay gateway");
  print.fact("portal", world.portalUrl);
  print.fact("service", world.url);
  print.fact("webhooks", world.webhookUrl);
  print.fact("gateway", world.gatewayUrl);
  print.conditions(world.sandbox.now());
  print.blank();

  print.title("A scripted donor and the treasurer, over HTTP");
  let isAllOk = true;
  for (const { name, run } of scenarios) {
    const { isOk, detail } = await run(world).catch((error: unknown) => {
      return { isOk: false, detail: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print.result(isOk, name, detail);
  }
  const { gateway, ledger } = await readTotals(world);
  // 0 equals 0 too, but proves nothing.
  const isEqual = gateway === ledger && ledger > 0;
  const [atGateway, booked] = [gateway, ledger].map((cents) => formatMoney(cents, currency));
  print.result(isEqual, "Ledger equals the gateway", `gateway ${atGateway}, ledger ${booked}`);
  return isAllOk && isEqual ? 0 : 1;
}

/** Prints what a person can do while the demo stays up. */
export function printNextSteps(world: World, { id, url }: DonationBody, print: Printer): void {
  print.blank();
  print.title("Try it yourself");
  print.fact("portal", world.portalUrl);
  print.fact("donate €25.00", String(url));
  print.fact("see its state", `${world.url}/donations/${id}`);
  print.fact("clock", "runs in real time from here on");
  print.fact("stop", "Ctrl-C");
}

/** Subtracts refunds from the gateway's total here, because the sandbox has none. */
async function readTotals(world: World) {
  const day = world.sandbox.now().toISOString().slice(0, 10);
  const path = `/statement?from=${day}&to=${day}`;
  const { body } = await callOffice<Statement>(world, "GET", path);
  const refunded = world.network.refunds.reduce(
    (sum, { amount }) => sum + Number(amount.replace(".", "")),
    0,
  );
  return { gateway: body.gatewayCents - refunded, ledger: body.ledgerCents };
}
