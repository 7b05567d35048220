// `npm start` runs the donations service and a local gateway. In a terminal it keeps running, unless --once is set.
import { readDemoOptions, runDemoProgram, untilInterrupted } from "sample-tests/demo";
import { donate } from "./people.js";
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
  const { body } = await donate(world);
  console.log("\nTry it yourself");
  console.log(formatFact("donate", String(body.url)));
  console.log(formatFact("check the state", `${world.url}/donations/${body.id}`));
  console.log(formatFact("stop", "Ctrl-C"));
  await untilInterrupted();
}
