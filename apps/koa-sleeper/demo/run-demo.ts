import type { Printer } from "sample-tests/demo";
import { formatMoney } from "../src/store/money.js";
import { currency, officeName } from "../src/timetable.js";
import { scenarios } from "./scenarios.js";
import type { World } from "./start-world.js";

/** Runs every scenario and reconciles the ledger. Returns the exit code, 0 only if everything is correct. */
export async function runDemo(world: World, print: Printer): Promise<0 | 1> {
  print.title(`${officeName}: a ticket office on Koa, with a local Numipay gateway`);
  print.fact("portal", world.portalUrl);
  print.fact("ticket office", world.officeUrl);
  print.fact("webhooks", world.webhookUrl);
  print.fact("gateway", world.gatewayUrl);
  print.conditions(world.sandbox.now());
  print.blank();

  print.title("A scripted passenger, over HTTP");
  let isAllOk = true;
  for (const { name, run } of scenarios) {
    const { isOk, details } = await run(world).catch((error: unknown) => {
      return { isOk: false, details: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print.result(isOk, name, details);
  }
  const [gateway, office] = [sumDeposits(world), world.ledger.balance("fares", currency)];
  // Two empty ledgers are equal too.
  const isEqual = gateway === office && office > 0;
  const [atGateway, atOffice] = [gateway, office].map((cents) => formatMoney(cents, currency));
  print.result(isEqual, "Ledgers are equal", `gateway ${atGateway}, office ${atOffice}`);
  return isAllOk && isEqual ? 0 : 1;
}

/** Prints what a person can do while the demo stays up. */
export function printNextSteps(world: World, print: Printer): void {
  print.blank();
  print.title("Try it yourself");
  print.fact("portal", world.portalUrl);
  print.fact("buy a ticket", world.officeUrl);
  print.fact("clock", "runs in real time from here on");
  print.fact("stop", "Ctrl-C");
}

/** Does not use the office's toCents, so that a bug there shows up as a difference. */
function sumDeposits({ sandbox }: World): number {
  return sandbox
    .transactions()
    .filter(({ status }) => status === "successful")
    .reduce((sum, { amount }) => sum + Number(amount.replace(".", "")), 0);
}
