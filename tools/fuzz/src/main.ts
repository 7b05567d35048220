// `npm run fuzz`: sends hostile input to the sandbox and the command line. See README.md.
import { fuzzCli } from "./cli/fuzz-cli.js";
import { type Options, readOptions } from "./read-options.js";
import { fuzzSandbox } from "./sandbox/fuzz-sandbox.js";

const fuzzers = { sandbox: fuzzSandbox, cli: fuzzCli };

// The library warns about hostile arguments, which is expected here.
process.removeAllListeners("warning");
process.exitCode = await main(process.argv.slice(2));
// A command that hangs must not keep the process running.
process.exit();

async function main(args: string[]): Promise<number> {
  let options: Options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`fuzz: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  const { seed, targets } = options;
  let count = 0;
  for (const { name, runs } of targets) {
    const startedAt = performance.now();
    const result = await fuzzers[name]({ seed, runs });
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    console.log(`${name}: ${result.runs} runs over ${result.scope} in ${seconds} s, seed ${seed}`);
    for (const problem of result.problems) console.log(`\n${problem}`);
    if (result.problems.length > 0) {
      const command = `npm run fuzz -- --only ${name} --seed ${seed} --runs ${runs}`;
      console.log(`\nReproduce: ${command}\n`);
    }
    count += result.problems.length;
  }
  console.log(count === 0 ? "\nNo problems found." : `\nProblems found: ${count}.`);
  return count === 0 ? 0 : 1;
}
