// `npm start` runs the relay, three services and a local gateway. In a terminal it keeps running, unless --once is set.
import { once } from "node:events";
import { parseArgs } from "node:util";
import { openPurchase } from "./player.js";
import { formatFact, runDemo } from "./run-demo.js";
import { startWorld, type World } from "./start-world.js";

try {
  const { port, isOnce } = readOptions();
  const world = await startWorld({ port });
  try {
    process.exitCode = await runDemo(world, console.log);
    if (process.stdout.isTTY && !isOnce) await keepRunning(world);
  } finally {
    await world.close();
  }
} catch (error) {
  // No stack trace: the message says what to change.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function readOptions() {
  const { values } = parseArgs({
    options: { once: { type: "boolean", default: false }, port: { type: "string" } },
  });
  const port = Number(values.port ?? process.env["PORT"] ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error("--port must be a whole number from 0 to 65535. Use 0 for any free port.");
  }
  return { port, isOnce: values.once };
}

async function keepRunning(world: World): Promise<void> {
  // The gateway's clock runs in real time from here on.
  world.sandbox.realTime();
  console.log("\nTry it yourself");
  console.log(formatFact("buy coins", await openPurchase(world)));
  console.log(formatFact("stop", "Ctrl-C"));
  for (const [name, service] of Object.entries(world.services)) {
    service.onProcessed(({ type }) => console.log(formatFact(name, type)));
  }
  // The audit service receives every event: when a purchase ends, offer the next one.
  world.services.audit.onProcessed(({ type }) => {
    console.log(formatFact("audit", type));
    if (type.endsWith(".pending")) return;
    openPurchase(world)
      .then((url) => console.log(formatFact("buy more", url)))
      .catch(console.error);
  });
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
