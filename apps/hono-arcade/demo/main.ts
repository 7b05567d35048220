// `npm start` runs the relay, three services, a local gateway and the arcade's hall. In a terminal it keeps running, unless
// --once is set.
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
      for (const [name, service] of Object.entries(world.services)) {
        service.onProcessed(({ type }) => print.fact(name, type));
      }
      await untilInterrupted();
    }
  } finally {
    await world.close();
  }
});
