// Fetches other versions of Node from the npm registry.
import { tmpdir } from "node:os";
import { quietEnvironment, runProgram } from "./run-program.mjs";

/**
 * Installs a version of Node through npx, or finds it in the cache of npx.
 *
 * @param {string} version such as `"22"`
 * @returns {Promise<{ path?: string, problem?: string }>} the path of the program, or why there is none
 */
export async function fetchNode(version) {
  const args = [
    "-y",
    "--prefer-offline",
    "-p",
    `node@${version}`,
    "node",
    "-p",
    "process.execPath",
  ];
  // In the repository, npx would start the current version.
  const { code, output } = await runProgram("npx", args, { cwd: tmpdir(), env: quietEnvironment });
  if (code !== 0) return { problem: `npm install\nnode@${version}\n${output}` };
  return { path: output.trim().split("\n").at(-1) };
}
