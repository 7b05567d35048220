// @ts-check
import type { World } from "./start-world.js";
import { officeName } from "../src/timetable.js";
import { scenes } from "./scenes.js";

/**
 * Plays every scene, then holds the ledger against the gateway's list. Returns the exit code: 0 only if all is as it must
 * be.
 */
export async function runDemo(world: World, print: (line: string) => void) {
  print(`${officeName}, a ticket office on Koa, and a local Numipay gateway`);
  print(fact("ticket office", world.officeUrl));
  print(fact("gateway", world.gatewayUrl));
  print(fact("webhooks", world.webhookUrl));
  print("");
  print("A scripted passenger, over HTTP");
  let isAllOk = true;
  for (const { name, play } of scenes) {
    const { isOk, what } = await play(world).catch((error) => {
      return { isOk: false, what: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print(`  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(34)}${what}`);
  }
  const { gateway, office } = compare(world);
  // An empty ledger would be equal too.
  const isEqual = gateway === office && office > 0;
  print(
    `  ${isEqual ? "ok    " : "FAILED"}  ${"Books, in cents".padEnd(34)}gateway ${gateway}, office ${office}`,
  );
  return isAllOk && isEqual ? 0 : 1;
}

export const fact = (name: string, value: string) => `  ${name.padEnd(18)}${value}`;

/** Read apart from the office's own reading of amounts, whose mistakes would not show otherwise. */
function compare({ sandbox, ledger }) {
  const gateway = sandbox
    .transactions()
    .filter(({ status }) => status === "successful")
    .reduce((sum, { amount }) => sum + Number(amount.replace(".", "")), 0);
  return { gateway, office: ledger.balance("fares", "EUR") };
}
