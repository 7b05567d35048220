// Compiles the examples of the pages against the built packages, and runs them as a user would.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { quietEnvironment, runProgram, toolPath } from "./run-program.mjs";
import { serveExample } from "./serve-example.mjs";
import { nameOf, writeExamples } from "./write-examples.mjs";

/** @typedef {import("./collect-examples.mjs").Example} Example */

const timeoutMs = 20_000;

/** What an example may take from its environment. The gateway's address is a port where nothing listens. */
const exampleEnvironment = {
  ...quietEnvironment,
  NUMIPAY_API_KEY: "an-api-key-for-the-examples",
  NUMIPAY_BASE_URL: "http://127.0.0.1:9",
  NUMIPAY_SIGNATURE_PASSWORD: "a-signature-password-for-the-examples",
};

/** @param {Example[]} examples */
export async function checkExamples(root, examples) {
  // Inside the house, for the settings; a folder of its own, for two checks at a time.
  mkdirSync(join(root, ".docs-examples"), { recursive: true });
  const folder = mkdtempSync(join(root, ".docs-examples", "run-"));
  try {
    return await checkIn(folder, root, examples);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkIn(folder, root, examples) {
  const failures = [];
  let ran = 0;
  for (const { page, dir, examples: own } of writeExamples(root, folder, examples)) {
    const compiler = [toolPath("tsc"), "-p", dir];
    const compiled = await runProgram(process.execPath, compiler, { cwd: dir });
    if (compiled.code !== 0) {
      const lines = compiled.output.trim().split("\n");
      failures.push(...lines.map((line) => atPage(page, line)));
      continue;
    }
    for (const example of own.filter(({ isRun }) => isRun)) {
      ran += 1;
      const failure = await runExample(dir, example);
      if (failure !== undefined) failures.push(`${page}:${example.line}  ${failure}`);
    }
  }
  return { ran, failures };
}

/** Undefined when it ended well. */
async function runExample(dir, example) {
  const script = join(dir, "out", `${nameOf(example)}.js`);
  if (example.isServed) {
    return serveExample(script, { cwd: dir, env: exampleEnvironment, timeoutMs });
  }
  const { code, output } = await runProgram(process.execPath, [script], {
    cwd: dir,
    env: exampleEnvironment,
    timeoutMs,
  });
  if (code === 0) return undefined;
  if (code === null)
    return `the example does not end within ${timeoutMs / 1000} s\n${output.trim()}`;
  return `the example ends with ${code}\n${output.trim()}`;
}

/** `src/line-12.ts(14,3): error …` is line 14 of the page. */
function atPage(page, line) {
  return line.replace(/^src\/line-\d+\.[jt]s\((\d+),\d+\)/, `${page}:$1`);
}
