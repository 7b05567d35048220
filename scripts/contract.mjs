// `npm run contract`: third parties hold the contract, and the sandbox against it. `npm run contract -- lint` runs one.
// Prism is fetched by npx, once, and not installed with the rest: it brings 150 packages that nothing else needs.
import { fileURLToPath } from "node:url";
import { quietEnvironment, runProgram } from "./run-program.mjs";
import { runSteps } from "./run-steps.mjs";
import { lintContract } from "./contract/lint-contract.mjs";
import { reportSetupError, setup } from "./setup.mjs";

/** The newest that runs on Node 20. */
const prism = "@stoplight/prism-cli@5.14.2";

const player = fileURLToPath(new URL("play-contract.mjs", import.meta.url));

const steps = [
  { name: "lint", does: "Redocly CLI finds nothing wrong with the contract", run: lintContract },
  { name: "prism", does: "Prism finds no violation between client and sandbox", run: playPrism },
];

async function playPrism() {
  const { code, output } = await runProgram(
    "npx",
    ["-y", "-p", prism, "--", process.execPath, player],
    { env: { ...quietEnvironment, SCARF_ANALYTICS: "false" }, timeoutMs: 180_000 },
  );
  // Not there if npx had no network.
  const counted = output.split("\n").find((line) => line.startsWith('{"passed"')) ?? "{}";
  const { passed = 0, failed = 0 } = JSON.parse(counted);
  return { code, output, counts: { passed, failed, skipped: 0 } };
}

await setup().catch(reportSetupError);
process.exitCode = await runSteps(steps, process.argv.slice(2));
