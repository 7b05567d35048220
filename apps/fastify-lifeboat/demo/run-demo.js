// @ts-check
import { office } from "./people.js";
import { scenes } from "./scenes.js";

/**
 * Plays every scene, then compares the ledger with the gateway's list. Returns the exit code: 0 only if all is as it must be.
 * @param {import("./start-world.js").World} world
 * @param {(line: string) => void} print
 */
export async function runDemo(world, print) {
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

/** @param {string} name @param {string} value */
export const fact = (name, value) => `  ${name.padEnd(18)}${value}`;

/** @param {boolean} isOk @param {string} name @param {string} what */
const line = (isOk, name, what) => `  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(32)}${what}`;

/** The sandbox knows no refunds, so what was refunded is taken off its side here. @param {import("./start-world.js").World} world */
async function compare(world) {
  const day = world.sandbox.now().toISOString().slice(0, 10);
  const { body } = await office(world, "GET", `/statement?from=${day}&to=${day}`);
  const refunded = world.line.refunds.reduce(
    (sum, { amount }) => sum + Number(amount.replace(".", "")),
    0,
  );
  return { gateway: body.gatewayCents - refunded, ledger: body.ledgerCents };
}
