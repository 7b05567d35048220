// `npm start` runs the relay, three services and a local gateway. In a terminal it keeps running, unless --once is set.
import { readDemoOptions, runDemoProgram, untilInterrupted } from "sample-tests/demo";
import { openPurchase } from "./player.js";
import { formatFact, runDemo } from "./run-demo.js";
import { startWorld, type World } from "./start-world.js";

await runDemoProgram(async () => {
  const { port, isOnce } = readDemoOptions();
  const world = await startWorld({ port });
  try {
    process.exitCode = await runDemo(world, console.log);
    if (process.stdout.isTTY && !isOnce) await keepRunning(world);
  } finally {
    await world.close();
  }
});

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
  await untilInterrupted();
}
