// @ts-check
// The demo: `npm run demo` in the repository. At a terminal it stays up afterwards for a person; with --once it ends.
import { once } from "node:events";
import { parseArgs } from "node:util";
import { createPrinter } from "./print-lines.js";
import { runDemo } from "./run-demo.js";
import { startWorld } from "./start-world.js";

const { values } = parseArgs({
  options: { once: { type: "boolean", default: false }, port: { type: "string" } },
});
const isTerminal = process.stdout.isTTY;
const print = createPrinter(console.log, isTerminal && !process.env.NO_COLOR);

const world = await startWorld({ port: Number(values.port ?? process.env.PORT ?? 0) });
try {
  process.exitCode = await runDemo(world, print);
  if (isTerminal && !values.once) await stayUp();
} finally {
  await world.close();
}

async function stayUp() {
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
