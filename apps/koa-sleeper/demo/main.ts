// @ts-check
// `npm start`: the office and a local gateway. At a terminal it stays up for a person; with --once it ends.
import { once } from "node:events";
import { parseArgs } from "node:util";
import { fact, runDemo } from "./run-demo.js";
import { startWorld } from "./start-world.js";

try {
  const { port, isOnce } = readOptions();
  const stays = process.stdout.isTTY && !isOnce;
  let log: (line: string) => void = () => undefined;
  const world = await startWorld({ port, log: (line) => log(line) });
  try {
    process.exitCode = await runDemo(world, console.log);
    if (stays) {
      log = (line) => console.log(`  ${line}`);
      // From here on the gateway's clock is a person's.
      world.sandbox.realTime();
      console.log("\nNow you");
      console.log(fact("buy a ticket", world.officeUrl));
      console.log(fact("end", "Ctrl-C"));
      await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
    }
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
