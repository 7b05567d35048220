// @ts-check
import type { World } from "./start-world.js";
import { compareBooks } from "./compare-books.js";
import { depositScenes } from "./deposit-scenes.js";
import { payoutScenes } from "./payout-scenes.js";
import { webhookScenes } from "./webhook-scenes.js";

const scenes = [...depositScenes, ...payoutScenes, ...webhookScenes];

/** Plays every scene, then holds the books together. Returns the exit code: 0 only if all was as it must be. */
export async function runDemo(
  world: World,
  print: ReturnType<typeof import("./print-lines.js").createPrinter>,
) {
  const { sandbox, books } = world;
  print.title("Lightship Coffee, a shop on Express, and a local Numipay gateway");
  print.fact("shop", world.shopUrl);
  print.fact("gateway, cashier", world.gatewayUrl);
  print.fact("webhooks", world.webhookUrl);
  print.fact("API key", sandbox.apiKey, "made up by the sandbox, no secret");
  print.fact("signature password", sandbox.signaturePassword, "no secret either");
  print.fact("clock", sandbox.now().toISOString(), "the sandbox's own; the demo turns it on");
  print.blank();

  print.title("A scripted customer, over HTTP");
  let isAllOk = true;
  for (const { name, play } of scenes) {
    const { isOk, what } = await play(world).catch((error) => {
      return { isOk: false, what: error instanceof Error ? error.message : String(error) };
    });
    isAllOk &&= isOk;
    print.scene(isOk, name, what);
  }
  print.blank();

  print.title("The gateway's books and the shop's, in cents of EUR");
  const comparison = compareBooks(await books.listEntries(), sandbox.transactions());
  print.books(comparison);
  // Empty books would be equal too.
  return isAllOk && comparison.equal && comparison.total.gateway > 0 ? 0 : 1;
}
