// `npm test`: every check of the repository, one line each. `npm test -- dependencies docs` runs only those.
import { runSteps } from "./run-steps.mjs";
import { install, reportSetupError } from "./setup.mjs";

await install().catch(reportSetupError);
// Only now: the steps read source with a parser that a fresh clone has not installed yet.
const { findChromium } = await import("./find-chromium.mjs");
const { readMachine } = await import("./read-machine.mjs");
const { steps } = await import("./test-steps.mjs");
const env = { NUMIPAY_MACHINE: await readMachine(), CHROMIUM_PATH: findChromium() };
const isCi = process.env.CI === "true";
process.exitCode = await runSteps(steps, process.argv.slice(2), { env, isCi });
