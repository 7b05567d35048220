// `npm start`. In a terminal the ticket office stays up afterwards, unless it is started with --once.
import { readDemoOptions, runDemoProgram, untilInterrupted } from "sample-tests/demo";
import { formatFact, runDemo } from "./run-demo.js";
import { startWorld } from "./start-world.js";

await runDemoProgram(async () => {
  const { port, isOnce } = readDemoOptions();
  let log: (line: string) => void = () => undefined;
  const world = await startWorld({ port, log: (line) => log(line) });
  try {
    process.exitCode = await runDemo(world, console.log);
    if (process.stdout.isTTY && !isOnce) {
      log = (line) => console.log(`  ${line}`);
      world.sandbox.realTime();
      console.log("\nTry it yourself");
      console.log(formatFact("buy a ticket", world.officeUrl));
      console.log(formatFact("stop", "Ctrl-C"));
      await untilInterrupted();
    }
  } finally {
    await world.close();
  }
});
