// `npm run contract`: third parties hold the contract, and the sandbox against it. `npm run contract -- lint` runs one.
// Prism is fetched by npx, once, and not installed with the rest: it brings 150 packages that nothing else needs.
import { fileURLToPath } from "node:url";
import { quietEnvironment, runProgram } from "./run-program.mjs";
import { lintContract } from "./contract/lint-contract.mjs";
import { reportSetupError, setup } from "./setup.mjs";

/** The newest that runs on Node 20. */
const prism = "@stoplight/prism-cli@5.14.2";

const player = fileURLToPath(new URL("play-contract.mjs", import.meta.url));

const steps = [
  { name: "lint", does: "Redocly CLI finds nothing wrong with the contract", run: lintContract },
  { name: "prism", does: "Prism finds no violation between client and sandbox", run: playPrism },
];

function playPrism() {
  return runProgram("npx", ["-y", "-p", prism, "--", process.execPath, player], {
    env: { ...quietEnvironment, SCARF_ANALYTICS: "false" },
    timeoutMs: 180_000,
  });
}

await setup().catch(reportSetupError);
const names = process.argv.slice(2);
for (const { name, does, run } of steps) {
  if (names.length > 0 && !names.includes(name)) continue;
  const { code, output } = await run();
  // The player prints what it counted as its last line.
  const counted = output.split("\n").find((line) => line.startsWith('{"passed"')) ?? "";
  console.log(`${name.padEnd(6)} ${code === 0 ? "ok    " : "failed"} ${does} ${counted}`.trim());
  if (code === 0) continue;
  console.error(output);
  process.exitCode = 1;
}
