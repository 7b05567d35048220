import type { Statement } from "../src/payments/create-statement.js";
import { callOffice } from "./people.js";
import { scenarios } from "./scenarios.js";
import type { World } from "./start-world.js";

/**
 * Runs every scenario, then compares the ledger with the gateway's transactions. Returns the exit code: 0 only if
 * everything is correct.
 */
export async function runDemo(world: World, print: (line: string) => void): Promise<number> {
  print("Skerry Lifeboat: donations on Fastify, and a local Numipay gateway");
  print(formatFact("service", world.url));
  print(formatFact("gateway", world.gatewayUrl));
  print(formatFact("webhooks", world.webhookUrl));
  print("");
  print("A scripted donor and the treasurer, over HTTP");
  let isAllOk = true;
  for (const { name, run } of scenarios) {
    const { isOk, detail } = await run(world).catch((error: unknown) => {
      return { isOk: false, detail: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print(formatResult(isOk, name, detail));
  }
  const { gateway, ledger } = await readTotals(world);
  // 0 equals 0 too, but proves nothing.
  const isEqual = gateway === ledger && ledger > 0;
  print(formatResult(isEqual, "Ledger, in cents", `gateway ${gateway}, ledger ${ledger}`));
  return isAllOk && isEqual ? 0 : 1;
}

export function formatFact(name: string, value: string): string {
  return `  ${name.padEnd(18)}${value}`;
}

function formatResult(isOk: boolean, name: string, detail: string): string {
  return `  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(32)}${detail}`;
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
