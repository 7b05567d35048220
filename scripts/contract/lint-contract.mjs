// Redocly CLI reads the contract by the rules of redocly.yaml.
import { quietEnvironment, runProgram, toolPath } from "../run-program.mjs";

export function lintContract() {
  return runProgram(process.execPath, [toolPath("redocly"), "lint", "gateway"], {
    env: { ...quietEnvironment, REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", REDOCLY_TELEMETRY: "off" },
  });
}
