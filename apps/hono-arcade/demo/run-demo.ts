// @ts-check
import type { World } from "./start-world.js";
import { scenes } from "./scenes.js";

/**
 * Plays every scene, then holds what the services did against the gateway's list. Returns the exit code: 0 only if all is
 * as it must be.
 */
export async function runDemo(world: World, print: (line: string) => void) {
  print("Brass Lantern Games: a webhook relay on Hono, and a local Numipay gateway");
  print(fact("gateway", world.gatewayUrl));
  print(fact("relay", world.webhookUrl));
  for (const { pattern, url } of world.routes) print(fact(pattern, `-> ${url}`));
  print("");
  print("A scripted player, over HTTP; how many events each service has done");
  let isAllOk = true;
  for (const { name, play } of scenes) {
    const { isOk, what } = await play(world).catch((error) => {
      return { isOk: false, what: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print(line(isOk, name, what));
  }
  const paid = world.sandbox.transactions().filter(({ status }) => status === "successful").length;
  const credited = world.services.wallets.done.size;
  // Nothing paid and nothing credited would be equal too.
  const isEqual = paid === credited && paid > 0;
  print(line(isEqual, "Paid, and credited", `gateway ${paid}, wallets ${credited}`));
  return isAllOk && isEqual ? 0 : 1;
}

export const fact = (name: string, value: string) => `  ${name.padEnd(20)}${value}`;

const line = (isOk: boolean, name: string, what: string) =>
  `  ${isOk ? "ok    " : "FAILED"}  ${name.padEnd(28)}${what}`;
