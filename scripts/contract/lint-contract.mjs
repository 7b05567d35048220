// Redocly CLI reads the contract by the rules of redocly.yaml.
import { join } from "node:path";
import { quietEnvironment, root, runProgram } from "../run-program.mjs";

export function lintContract() {
  const cli = join(root, "node_modules", "@redocly", "cli", "bin", "cli.js");
  return runProgram(process.execPath, [cli, "lint", "gateway"], {
    env: { ...quietEnvironment, REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", REDOCLY_TELEMETRY: "off" },
  });
}
