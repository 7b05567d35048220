// `npm start` runs the donations service and a local gateway. In a terminal it keeps running, unless --once is set.
import {
  createPrinter,
  readDemoOptions,
  runDemoProgram,
  untilInterrupted,
} from "sample-tests/demo";
import { donate } from "./people.js";
import { printNextSteps, runDemo } from "./run-demo.js";
import { startWorld } from "./start-world.js";

await runDemoProgram(async () => {
  const { port, isOnce } = readDemoOptions();
  const world = await startWorld({ port });
  try {
    const print = createPrinter();
    process.exitCode = await runDemo(world, print);
    if (process.stdout.isTTY && !isOnce) {
      world.sandbox.realTime();
      printNextSteps(world, (await donate(world)).body, print);
      await untilInterrupted();
    }
  } finally {
    await world.close();
  }
});
