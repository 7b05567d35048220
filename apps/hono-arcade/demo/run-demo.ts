import { scenarios } from "./scenarios.js";
import type { World } from "./start-world.js";

/**
 * Runs every scenario, then compares the credited purchases with the gateway's transactions. Returns the exit code: 0 only
 * if everything is correct.
 */
export async function runDemo(world: World, print: (line: string) => void): Promise<number> {
  print("Brass Lantern Games: a webhook relay on Hono, and a local Numipay gateway");
  print(formatFact("gateway", world.gatewayUrl));
  print(formatFact("relay", world.webhookUrl));
  for (const { pattern, url } of world.routes) print(formatFact(pattern, `-> ${url}`));
  print("");
  print("A scripted player over HTTP, and how many events each service processed");
  let isAllOk = true;
  for (const { name, run } of scenarios) {
    const { isOk, detail } = await run(world).catch((error: unknown) => {
      return { isOk: false, detail: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print(formatResult(isOk, name, detail));
  }
  const paid = world.sandbox.transactions().filter(({ status }) => status === "successful").length;
  const credited = world.services.wallets.processed.size;
  // 0 equals 0 too, but proves nothing.
  const isEqual = paid === credited && paid > 0;
  print(formatResult(isEqual, "Paid = credited", `gateway ${paid}, wallets ${credited}`));
  return isAllOk && isEqual ? 0 : 1;
}

export function formatFact(name: string, value: string): string {
  return `  ${name.padEnd(20)}${value}`;
}

function formatResult(isOk: boolean, name: string, detail: string): string {
  return `  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(28)}${detail}`;
}
