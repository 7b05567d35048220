import type { Sandbox } from "@numipay/sandbox";
import type { Printer } from "sample-tests/demo";
import { currency, findTool } from "../src/hires/tools.js";
import { accounts } from "../src/store/ledger.js";
import { formatMoney } from "../src/store/money.js";
import { scenarios } from "./scenarios.js";
import type { World } from "./start-world.js";

/**
 * Runs every scenario, then compares the ledger with both gateways' transactions. Returns the exit code: 0 only if
 * everything is correct.
 */
export async function runDemo(world: World, print: Printer): Promise<number> {
  const { deposits, refunds, ledger } = world;
  print.title("Gantry Tool Hire: a desk on NestJS, with two local Numipay gateways");
  print.fact("deposits, portal", world.portals.deposits);
  print.fact("refunds, portal", world.portals.refunds);
  print.fact("desk", world.deskUrl);
  print.fact("deposits, webhooks", world.webhooks.deposits);
  print.fact("refunds, webhooks", world.webhooks.refunds);
  print.conditions(deposits.now());
  print.blank();

  print.title("A scripted customer and an operator, over HTTP");
  let isAllOk = true;
  for (const { name, tool, expected, run } of scenarios) {
    const state = await run(world, tool).catch((error: unknown) => String(error));
    const isOk = state === expected;
    isAllOk &&= isOk;
    print.result(isOk, name, `${formatMoney(findTool(tool)?.cents ?? 0, currency)} ${state}`);
  }
  print.blank();

  print.title("The gateways' transactions and the desk's ledger");
  const rows = [
    {
      name: "card payments",
      gateway: sumSuccessful(deposits),
      desk: -(await ledger.balance(accounts.cards)),
    },
    {
      name: "payouts",
      gateway: sumSuccessful(refunds),
      desk: await ledger.balance(accounts.payouts),
    },
  ];
  print.line(`${"".padEnd(20)}${"gateway".padStart(10)}${"desk".padStart(10)}`);
  for (const { name, gateway, desk } of rows) {
    const amounts = [gateway, desk]
      .map((cents) => formatMoney(cents, currency).padStart(10))
      .join("");
    const mark = gateway === desk ? print.paint("green", "equal") : print.paint("red", "NOT EQUAL");
    print.line(`${name.padEnd(20)}${amounts}  ${mark}`);
  }
  // 0 equals 0 too, but proves nothing.
  const isEqual = rows.every(({ gateway, desk }) => gateway === desk && desk > 0);
  return isAllOk && isEqual ? 0 : 1;
}

/** Prints what a person can do while the demo stays up. */
export function printNextSteps(world: World, print: Printer): void {
  print.blank();
  print.title("Try it yourself");
  print.fact("deposits, portal", world.portals.deposits);
  print.fact("refunds, portal", world.portals.refunds);
  print.fact("hire a tool", world.deskUrl);
  print.fact("cards", "4242424242424242 is accepted");
  print.fact("", "4000000000000002 is declined");
  print.fact("", '4000000000003220 asks for a 3DS password: "password"');
  print.fact("", "any name, any CVV, any expiry date in the future");
  print.fact(
    "decide refunds",
    `${world.deskUrl}/office`,
    `any user name, password ${world.officePassword}`,
  );
  print.fact("clock", "runs in real time from here on");
  print.fact("stop", "Ctrl-C");
}

/** Parses amounts without the desk's own parser, so that a bug in that one would show. */
function sumSuccessful(sandbox: Sandbox): number {
  return sandbox
    .transactions()
    .filter(({ status }) => status === "successful")
    .reduce((sum, { amount }) => sum + Number(amount.replace(".", "")), 0);
}
