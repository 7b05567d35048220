// `npm run fuzz`: hostile input for the sandbox and the command line. See README.md.
import { fuzzCli } from "./cli/fuzz-cli.js";
import { readOptions } from "./read-options.js";
import { fuzzSandbox } from "./sandbox/fuzz-sandbox.js";

const fuzzers = { sandbox: fuzzSandbox, cli: fuzzCli };

// The library warns of what hostile arguments do; here that says nothing.
process.removeAllListeners("warning");
process.exitCode = await run(process.argv.slice(2));
// A command that does not end must not keep the fuzzer: what it found is printed.
process.exit();

async function run(args) {
  let options;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`fuzz: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  let count = 0;
  for (const { name, runs } of options.targets) {
    const again = `npm run fuzz -- --only ${name} --seed ${options.seed} --runs ${runs}`;
    const startedAt = performance.now();
    const found = await fuzzers[name]({ seed: options.seed, runs });
    const what = "routes" in found ? `${found.routes} routes` : `${found.commands} commands`;
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    console.log(`${name}: ${found.runs} runs over ${what} in ${seconds} s, seed ${options.seed}`);
    for (const problem of found.problems) console.log(`\n${problem}`);
    if (found.problems.length > 0) console.log(`\nAgain: ${again}\n`);
    count += found.problems.length;
  }
  console.log(count === 0 ? "\nNothing broke." : `\n${count} faults.`);
  return count === 0 ? 0 : 1;
}
