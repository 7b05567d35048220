// Redocly CLI reads the contract by the rules of redocly.yaml.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { quietEnvironment, runProgram, toolPath } from "../run-program.mjs";

export function lintContract() {
  return runProgram(process.execPath, [toolPath("redocly"), "lint", "gateway"], {
    env: { ...quietEnvironment, REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", REDOCLY_TELEMETRY: "off" },
  });
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const { code, output } = await lintContract();
  console.log(output.trim());
  process.exitCode = code ?? 1;
}
