// `npm test`: every check of the house, one line each. `npm test -- arrows docs` runs only those.
import { rmSync } from "node:fs";
import { runSteps } from "./run-steps.mjs";
import { install, reportSetupError } from "./setup.mjs";

await install().catch(reportSetupError);
// Only now: the steps read source with a parser that a fresh clone has not installed yet.
const { reports, steps } = await import("./test-steps.mjs");
process.exitCode = await runSteps(steps, process.argv.slice(2));
rmSync(reports, { recursive: true, force: true });
