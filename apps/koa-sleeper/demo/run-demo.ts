import { officeName } from "../src/timetable.js";
import { scenarios } from "./scenarios.js";
import type { World } from "./start-world.js";

/** Runs every scenario and reconciles the ledger. Returns the exit code, 0 only if everything is correct. */
export async function runDemo(world: World, print: (line: string) => void): Promise<0 | 1> {
  print(`${officeName}, a ticket office on Koa, with a local Numipay gateway`);
  print(formatFact("ticket office", world.officeUrl));
  print(formatFact("gateway", world.gatewayUrl));
  print(formatFact("webhooks", world.webhookUrl));
  print("");
  print("A scripted passenger, over HTTP");
  let isAllOk = true;
  for (const { name, run } of scenarios) {
    const { isOk, details } = await run(world).catch((error: unknown) => {
      return { isOk: false, details: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print(formatResult(isOk, name, details));
  }
  const gateway = sumDeposits(world);
  const office = world.ledger.balance("fares", "EUR");
  // Two empty ledgers are equal too.
  const isEqual = gateway === office && office > 0;
  print(formatResult(isEqual, "Ledgers, in cents", `gateway ${gateway}, office ${office}`));
  return isAllOk && isEqual ? 0 : 1;
}

export function formatFact(name: string, value: string): string {
  return `  ${name.padEnd(18)}${value}`;
}

function formatResult(isOk: boolean, name: string, details: string): string {
  return `  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(34)}${details}`;
}

/** Does not use the office's toCents, so that a bug there shows up as a difference. */
function sumDeposits({ sandbox }: World): number {
  return sandbox
    .transactions()
    .filter(({ status }) => status === "successful")
    .reduce((sum, { amount }) => sum + Number(amount.replace(".", "")), 0);
}
