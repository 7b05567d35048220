// `npm run demo`. In a terminal the shop stays up afterwards, unless it is started with --once.
import { readDemoOptions, runDemoProgram, untilInterrupted } from "sample-tests/demo";
import { createPrinter, type Printer } from "./create-printer.js";
import { runDemo } from "./run-demo.js";
import { startWorld, type World } from "./start-world.js";

await runDemoProgram(async () => {
  const { port, isOnce } = readDemoOptions();
  const isTerminal = process.stdout.isTTY;
  const world = await startWorld({ port });
  try {
    const print = createPrinter(console.log, isTerminal && !process.env["NO_COLOR"]);
    process.exitCode = await runDemo(world, print);
    if (isTerminal && !isOnce) await stayUp(world, print);
  } finally {
    await world.close();
  }
});

async function stayUp(world: World, print: Printer): Promise<void> {
  world.sandbox.realTime();
  print.blank();
  print.title("Try it yourself");
  print.fact("buy something", world.shopUrl);
  print.fact("top up your wallet", `${world.shopUrl}/wallet`);
  print.fact("review payouts", `${world.shopUrl}/office`, `password ${world.officePassword}`);
  print.fact("stop", "Ctrl-C");
  await untilInterrupted();
}
