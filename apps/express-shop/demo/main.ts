// `npm run demo`. In a terminal the shop stays up afterwards, unless it is started with --once.
import {
  createPrinter,
  readDemoOptions,
  runDemoProgram,
  untilInterrupted,
} from "sample-tests/demo";
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
      printNextSteps(world, print);
      await untilInterrupted();
    }
  } finally {
    await world.close();
  }
});
