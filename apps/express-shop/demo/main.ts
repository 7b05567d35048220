// @ts-check
// The demo: `npm run demo` in the repository. At a terminal it stays up afterwards for a person; with --once it ends.
import type { World } from "./start-world.js";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { createPrinter } from "./print-lines.js";
import { runDemo } from "./run-demo.js";
import { startWorld } from "./start-world.js";

const isTerminal = process.stdout.isTTY;

try {
  const { port, isOnce } = readOptions();
  const world = await startWorld({ port });
  try {
    const print = createPrinter(console.log, isTerminal && !process.env.NO_COLOR);
    process.exitCode = await runDemo(world, print);
    if (isTerminal && !isOnce) await stayUp(world, print);
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

async function stayUp(world: World, print: ReturnType<typeof createPrinter>) {
  // From here on the gateway's clock is a person's.
  world.sandbox.realTime();
  print.blank();
  print.title("Now you");
  print.fact("buy something", world.shopUrl);
  print.fact("fill your wallet", `${world.shopUrl}/wallet`);
  print.fact("decide payouts", `${world.shopUrl}/office`, `password ${world.officePassword}`);
  print.fact("end", "Ctrl-C");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
