// `npm start` runs the donations service and a local gateway. In a terminal it keeps running, unless --once is set.
import { once } from "node:events";
import { parseArgs } from "node:util";
import { donate } from "./people.js";
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
  const { body } = await donate(world);
  console.log("\nTry it yourself");
  console.log(formatFact("donate", String(body.url)));
  console.log(formatFact("check the state", `${world.url}/donations/${body.id}`));
  console.log(formatFact("stop", "Ctrl-C"));
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
