import { listCommands, type ListedCommand } from "@numipay/cli";
import { type FuzzOptions, type FuzzResult, mostProblems } from "../fuzz-result.js";
import { createRandom } from "../random.js";
import { shrink, withoutEach } from "../shrink.js";
import { checkExit } from "./check-exit.js";
import { openFixture } from "./fixture.js";
import { type CommandLine, createRandomCommandLine, toArguments } from "./random-command-line.js";
import { runChild, runInProcess } from "./run-command.js";

/** One run of this many is a process. Not a divisor of the number of commands, so that each command gets its turn. */
const childEvery = 13;
const timeoutsMs = { inProcess: 15_000, child: 30_000 };
/** How much of a problem's text identifies it. */
const kindLength = 40;
const mostShrinks = 40;

/** Runs every command with hostile arguments in turn. */
export async function fuzzCli({ seed, runs }: FuzzOptions): Promise<FuzzResult> {
  const fixture = await openFixture();
  const commands = listCommands();
  const problems: string[] = [];
  const seen = new Set<string>();
  const rejections: string[] = [];
  const recordRejection = (reason: unknown) => {
    const text = reason instanceof Error ? reason.stack : String(reason);
    rejections.push(`an unhandled rejection: ${text}`);
  };
  process.on("unhandledRejection", recordRejection);
  const previousCwd = process.cwd();
  process.chdir(fixture.cwd);
  const findProblem = async (line: CommandLine, isChild: boolean) => {
    const { env, stdin } = line;
    const run = { args: toArguments(line), env, stdin, serves: isServing(line) };
    const result = isChild
      ? await runChild({ ...run, cwd: fixture.cwd, timeoutMs: timeoutsMs.child })
      : await runInProcess({ ...run, timeoutMs: timeoutsMs.inProcess });
    // Unhandled rejections are reported after the current turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    return rejections.shift() ?? checkExit(result);
  };
  let done = 0;
  try {
    for (; done < runs && problems.length < mostProblems; done += 1) {
      const command = commands[done % commands.length] as ListedCommand;
      const random = createRandom(seed, "cli", done);
      const line = createRandomCommandLine(random, { command, fixture });
      const isChild = done % childEvery === childEvery - 1;
      const problem = await findProblem(line, isChild);
      if (problem === undefined) continue;
      const name = command.words.join(" ");
      const kind = `${name}: ${problem.slice(0, kindLength)}`;
      if (seen.has(kind)) continue;
      seen.add(kind);
      const isSame = (other: string | undefined) =>
        other?.slice(0, kindLength) === problem.slice(0, kindLength);
      const small = await shrink(line, {
        simplify: simplifyLine,
        stillFails: async (candidate) => isSame(await findProblem(candidate, isChild)),
        most: problem.startsWith("the command hangs") ? 0 : mostShrinks,
      });
      problems.push(
        `numipay ${name}: ${problem}\n  run ${done}, ${isChild ? "as a process" : "in process"}, ` +
          `arguments ${JSON.stringify(toArguments(small))}\n  environment ${JSON.stringify(small.env)}, ` +
          `stdin ${JSON.stringify(small.stdin.slice(0, 80))}`,
      );
    }
  } finally {
    process.chdir(previousCwd);
    process.off("unhandledRejection", recordRejection);
    await fixture.close();
  }
  return { runs: done, scope: `${commands.length} commands`, covered: commands.length, problems };
}

function isServing({ words: [word] }: CommandLine): boolean {
  return word === "sandbox" || word === "forward";
}

function simplifyLine(line: CommandLine): CommandLine[] {
  return [
    ...withoutEach(line.parts).map((parts) => ({ ...line, parts })),
    ...(line.stdin === "" ? [] : [{ ...line, stdin: "" }]),
    ...withoutEach(Object.entries(line.env)).map((env) => ({
      ...line,
      env: Object.fromEntries(env),
    })),
  ];
}
