// @ts-check
// `npm start`: the relay, three services and a local gateway. At a terminal it stays up for a person; with --once it ends.
import type { World } from "./start-world.js";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { openPurchase } from "./player.js";
import { fact, runDemo } from "./run-demo.js";
import { startWorld } from "./start-world.js";

try {
  const { port, isOnce } = readOptions();
  const world = await startWorld({ port });
  try {
    process.exitCode = await runDemo(world, console.log);
    if (process.stdout.isTTY && !isOnce) await stayUp(world);
  } finally {
    await world.close();
  }
} catch (error) {
  // A sentence that a person can act on: a wrong option, a port that is taken.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function readOptions() {
  const { values } = parseArgs({
    options: { once: { type: "boolean", default: false }, port: { type: "string" } },
  });
  const port = Number(values.port ?? process.env.PORT ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error("--port (or PORT) must be a whole number up to 65535; 0 takes any free one.");
  }
  return { port, isOnce: values.once };
}

async function stayUp(world: World) {
  // From here on the gateway's clock is a person's.
  world.sandbox.realTime();
  console.log("\nNow you");
  console.log(fact("buy coins", await openPurchase(world)));
  console.log(fact("end", "Ctrl-C"));
  for (const [name, service] of Object.entries(world.services)) {
    service.onDone(({ type }) => console.log(fact(name, type)));
  }
  // Once a purchase has ended, there is another one to make.
  world.services.audit.onDone(({ type }) => {
    console.log(fact("audit", type));
    if (type.endsWith(".pending")) return;
    openPurchase(world)
      .then((url) => console.log(fact("buy more", url)))
      .catch(console.error);
  });
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
