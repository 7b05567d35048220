// `npm start` runs the desk and two local gateways. In a terminal it keeps running, unless --once is set.
import { readDemoOptions, runDemoProgram, untilInterrupted } from "sample-tests/demo";
import { formatFact, runDemo } from "./run-demo.js";
import { startWorld, type World } from "./start-world.js";

// One scenario loses a response on purpose, which the desk would log as an error.
const silentLogger = { log() {}, error() {}, warn() {} };

await runDemoProgram(async () => {
  const { port, isOnce } = readDemoOptions();
  const world = await startWorld({ port, logger: silentLogger });
  try {
    process.exitCode = await runDemo(world, console.log);
    if (process.stdout.isTTY && !isOnce) await keepRunning(world);
  } finally {
    await world.close();
  }
});

async function keepRunning(world: World): Promise<void> {
  // The gateways' clocks run in real time from here on.
  world.deposits.realTime();
  world.refunds.realTime();
  console.log("\nTry it yourself");
  console.log(formatFact("hire a tool", world.deskUrl));
  console.log(formatFact("cards", "4242424242424242 is accepted, 4000000000000002 is declined"));
  console.log(formatFact("", '4000000000003220 asks for a 3DS password, which is "password"'));
  console.log(formatFact("", "any name, any CVV, any expiry date in the future"));
  console.log(formatFact("decide refunds", `${world.deskUrl}/office`));
  console.log(formatFact("", `any user name, password ${world.officePassword}`));
  console.log(formatFact("stop", "Ctrl-C"));
  await untilInterrupted();
}
