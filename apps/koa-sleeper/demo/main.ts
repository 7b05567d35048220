// `npm start`. In a terminal the ticket office stays up afterwards, unless it is started with --once.
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
  const print = createPrinter();
  let log: (line: string) => void = () => undefined;
  const world = await startWorld({ port, log: (line) => log(line) });
  try {
    process.exitCode = await runDemo(world, print);
    if (process.stdout.isTTY && !isOnce) {
      world.sandbox.realTime();
      printNextSteps(world, print);
      log = print.line;
      await untilInterrupted();
    }
  } finally {
    await world.close();
  }
});
