// @ts-check
import type { World } from "./start-world.js";
import { accounts } from "../dist/books/ledger.js";
import { scenes } from "./scenes.js";

export const fact = (name: string, value: string) => `  ${name.padEnd(20)}${value}`;

/** Plays every scene, then holds the ledger against both gateways. Returns the exit code: 0 only if all was as it must be. */
export async function runDemo(world: World, print: (line: string) => void) {
  const { deposits, refunds, ledger } = world;
  print("Gantry Tool Hire, a desk on NestJS, and two accounts at local Numipay gateways");
  print(fact("desk", world.deskUrl));
  print(fact("deposits, gateway", deposits.baseUrl));
  print(fact("deposits, webhooks", world.webhooks.deposits));
  print(fact("refunds, gateway", refunds.baseUrl));
  print(fact("refunds, webhooks", world.webhooks.refunds));
  print("");

  print("A scripted customer and an operator, over HTTP");
  let isAllOk = true;
  for (const { name, wanted, play } of scenes) {
    const state = await play(world).catch((error) => String(error));
    const isOk = state === wanted;
    isAllOk &&= isOk;
    print(`  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(20)}${state}`);
  }
  print("");

  print("The gateways' lists and the desk's ledger, in cents of EUR");
  const rows = [
    { name: "taken by card", gateway: moved(deposits), desk: -ledger.balance(accounts.cards) },
    { name: "paid back", gateway: moved(refunds), desk: ledger.balance(accounts.payouts) },
  ];
  for (const { name, gateway, desk } of rows) {
    const mark = gateway === desk ? "equal" : "NOT EQUAL";
    print(
      `  ${name.padEnd(20)}${String(gateway).padStart(8)}${String(desk).padStart(10)}  ${mark}`,
    );
  }
  // Empty books would be equal too.
  const isEqual = rows.every(({ gateway, desk }) => gateway === desk && desk > 0);
  return isAllOk && isEqual ? 0 : 1;
}

/** Read apart from the desk's own reading of amounts, whose mistakes would not show otherwise. */
function moved(sandbox) {
  return sandbox
    .transactions()
    .filter(({ status }) => status === "successful")
    .reduce((sum, { amount }) => sum + Number(amount.replace(".", "")), 0);
}
