// `npm start` runs the desk and two local gateways. In a terminal it keeps running, unless --once is set.
import {
  createPrinter,
  readDemoOptions,
  runDemoProgram,
  untilInterrupted,
} from "sample-tests/demo";
import { printNextSteps, runDemo } from "./run-demo.js";
import { startWorld } from "./start-world.js";

// One scenario loses a response on purpose, which the desk would log as an error.
const silentLogger = { log() {}, error() {}, warn() {} };

await runDemoProgram(async () => {
  const { port, isOnce } = readDemoOptions();
  const world = await startWorld({ port, logger: silentLogger });
  try {
    const print = createPrinter();
    process.exitCode = await runDemo(world, print);
    if (process.stdout.isTTY && !isOnce) {
      world.deposits.realTime();
      world.refunds.realTime();
      printNextSteps(world, print);
      await untilInterrupted();
    }
  } finally {
    await world.close();
  }
});
