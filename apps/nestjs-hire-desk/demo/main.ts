// @ts-check
// `npm start`: the desk and two local gateways. At a terminal it stays up for a person; with --once it ends.
import type { World } from "./start-world.js";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { fact, runDemo } from "./run-demo.js";
import { startWorld } from "./start-world.js";

try {
  const { values } = parseArgs({
    options: { once: { type: "boolean", default: false }, port: { type: "string", default: "0" } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error("--port must be a whole number up to 65535; 0 takes any free one.");
  }
  // The scenes lose an answer on purpose: the desk's own lines would stand between the demo's.
  const silent = { log() {}, error() {}, warn() {} };
  const world = await startWorld({ port, logger: silent });
  try {
    process.exitCode = await runDemo(world, console.log);
    if (process.stdout.isTTY && !values.once) await stayUp(world);
  } finally {
    await world.close();
  }
} catch (error) {
  // A sentence that a person can act on: a wrong option, a port that is taken.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function stayUp(world: World) {
  // From here on the gateways' clocks are a person's.
  world.deposits.realTime();
  world.refunds.realTime();
  console.log("\nNow you");
  console.log(fact("hire a tool", world.deskUrl));
  console.log(fact("cards", "4242424242424242 pays, 4000000000000002 is declined"));
  console.log(fact("", "4000000000003220 asks for the password, which is: password"));
  console.log(fact("", "name, CVV and any date to come are yours to make up"));
  console.log(fact("decide refunds", `${world.deskUrl}/office`));
  console.log(fact("", `any user name, password ${world.officePassword}`));
  console.log(fact("end", "Ctrl-C"));
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
