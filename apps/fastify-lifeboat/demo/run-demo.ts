// @ts-check
import type { World } from "./start-world.js";
import { office } from "./people.js";
import { scenes } from "./scenes.js";

/** Plays every scene, then compares the ledger with the gateway's list. Returns the exit code: 0 only if all is as it must be. */
export async function runDemo(world: World, print: (line: string) => void) {
  print("Skerry Lifeboat, donations on Fastify, and a local Numipay gateway");
  print(fact("service", world.url));
  print(fact("gateway", world.gatewayUrl));
  print(fact("webhooks", world.webhookUrl));
  print("");
  print("A scripted donor and the treasurer, over HTTP");
  let isAllOk = true;
  for (const { name, play } of scenes) {
    const { isOk, what } = await play(world).catch((error) => {
      return { isOk: false, what: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print(line(isOk, name, what));
  }
  const { gateway, ledger } = await compare(world);
  // An empty ledger would be equal too.
  const isEqual = gateway === ledger && ledger > 0;
  print(line(isEqual, "Ledger, in cents", `gateway ${gateway}, ledger ${ledger}`));
  return isAllOk && isEqual ? 0 : 1;
}

export const fact = (name: string, value: string) => `  ${name.padEnd(18)}${value}`;

const line = (isOk: boolean, name: string, what: string) =>
  `  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(32)}${what}`;

/** The sandbox knows no refunds, so what was refunded is taken off its side here. */
async function compare(world: World) {
  const day = world.sandbox.now().toISOString().slice(0, 10);
  const { body } = await office(world, "GET", `/statement?from=${day}&to=${day}`);
  const refunded = world.line.refunds.reduce(
    (sum, { amount }) => sum + Number(amount.replace(".", "")),
    0,
  );
  return { gateway: body.gatewayCents - refunded, ledger: body.ledgerCents };
}
