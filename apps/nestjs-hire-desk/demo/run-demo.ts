import type { Sandbox } from "@numipay/sandbox";
import { accounts } from "../src/store/ledger.js";
import { scenarios } from "./scenarios.js";
import type { World } from "./start-world.js";

export function formatFact(name: string, value: string): string {
  return `  ${name.padEnd(20)}${value}`;
}

/**
 * Runs every scenario, then compares the ledger with both gateways' transactions. Returns the exit code: 0 only if
 * everything is correct.
 */
export async function runDemo(world: World, print: (line: string) => void): Promise<number> {
  const { deposits, refunds, ledger } = world;
  print("Gantry Tool Hire: a desk on NestJS, and two accounts at local Numipay gateways");
  print(formatFact("desk", world.deskUrl));
  print(formatFact("deposits, gateway", deposits.baseUrl));
  print(formatFact("deposits, webhooks", world.webhooks.deposits));
  print(formatFact("refunds, gateway", refunds.baseUrl));
  print(formatFact("refunds, webhooks", world.webhooks.refunds));
  print("");

  print("A scripted customer and an operator, over HTTP");
  let isAllOk = true;
  for (const { name, expected, run } of scenarios) {
    const state = await run(world).catch((error: unknown) => String(error));
    const isOk = state === expected;
    isAllOk &&= isOk;
    print(`  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(22)}${state}`);
  }
  print("");

  print("The gateways' transactions and the desk's ledger, in cents (EUR)");
  const rows = [
    {
      name: "card payments",
      gateway: sumSuccessful(deposits),
      desk: -ledger.balance(accounts.cards),
    },
    { name: "payouts", gateway: sumSuccessful(refunds), desk: ledger.balance(accounts.payouts) },
  ];
  for (const { name, gateway, desk } of rows) {
    const mark = gateway === desk ? "equal" : "NOT EQUAL";
    print(
      `  ${name.padEnd(20)}${String(gateway).padStart(8)}${String(desk).padStart(10)}  ${mark}`,
    );
  }
  // 0 equals 0 too, but proves nothing.
  const isEqual = rows.every(({ gateway, desk }) => gateway === desk && desk > 0);
  return isAllOk && isEqual ? 0 : 1;
}

/** Parses amounts without the desk's own parser, so that a bug in that one would show. */
function sumSuccessful(sandbox: Sandbox): number {
  return sandbox
    .transactions()
    .filter(({ status }) => status === "successful")
    .reduce((sum, { amount }) => sum + Number(amount.replace(".", "")), 0);
}
