// Runs one part of vitest, and counts from its own report what was executed.
import { existsSync, readFileSync } from "node:fs";
import { quietEnvironment, runProgram, toolPath } from "./run-program.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * @param {string} project as `vitest --project` takes it
 * @param {string} reportPath where vitest writes its JSON report
 * @param {{ env?: NodeJS.ProcessEnv, args?: string[] }} [options] `args`: more arguments for vitest
 */
export async function runVitest(project, reportPath, { env = {}, args = [] } = {}) {
  const { code, output } = await runProgram(
    process.execPath,
    [
      toolPath("vitest"),
      "run",
      `--project=${project}`,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reportPath}`,
      ...args,
    ],
    { env: { ...quietEnvironment, ...env } },
  );
  const counts = readCounts(reportPath);
  const isEmpty = counts.passed + counts.failed === 0;
  return {
    code: code === 0 && isEmpty ? 1 : code,
    output: isEmpty ? `${output}\nNo test was executed.` : output,
    counts,
  };
}

/** @returns {Counts} */
export function readCounts(reportPath) {
  if (!existsSync(reportPath)) return { passed: 0, failed: 0, skipped: 0 };
  const report = JSON.parse(readFileSync(reportPath, "utf8"));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
