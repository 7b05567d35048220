// `npm run rehearse-release`: raises the versions in a copy, publishes to a registry on loopback, and installs every package with
// every package manager. `--quick`: every package with npm, one with each of the others.
import { reportSetupError, setup } from "./setup.mjs";

const [option, ...others] = process.argv.slice(2);
if (others.length > 0 || (option !== undefined && option !== "--quick")) {
  console.error("Unknown option. Usage: npm run rehearse-release [-- --quick]");
  process.exit(2);
}
const isQuick = option === "--quick";
// In `npm test` everything is built already.
if (!isQuick) await setup().catch(reportSetupError);
// Only now: it needs packages that a fresh clone has not installed yet.
const { rehearse } = await import("./rehearsal/rehearse.mjs");
const problem = await rehearse({ isQuick });
if (problem !== "") {
  console.error(problem);
  process.exitCode = 1;
}
