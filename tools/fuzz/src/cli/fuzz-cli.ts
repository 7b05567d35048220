import type { ListedCommand } from "@numipay/cli";
import { listCommands } from "@numipay/cli";
import { createRandom } from "../random.js";
import { shrink, withoutEach } from "../shrink.js";
import { checkEnded } from "./check-ended.js";
import { drawCommandLine, toArguments } from "./draw-command-line.js";
import { runChild, runInProcess } from "./run-command.js";
import { openFixture } from "./stage.js";

const mostProblems = 20;
/** Of this many runs, one is a real process. No divisor of the number of commands, so that each has its turn. */
const childEvery = 13;
const deadlinesMs = { inProcess: 15_000, child: 30_000 };

/** Gives hostile arguments to every command, in turn. */
export async function fuzzCli({
  seed,
  runs,
  onProgress = () => undefined,
}: {
  seed: string;
  runs: number;
  onProgress?: (done: number) => void;
}): Promise<{ runs: number; commands: number; problems: string[] }> {
  const stage = await openFixture();
  const commands = listCommands();
  const problems = [];
  const seen = new Set();
  const rejections = [];
  const keep = (reason) =>
    rejections.push(`an unhandled rejection: ${String(reason?.stack ?? reason)}`);
  process.on("unhandledRejection", keep);
  const before = process.cwd();
  process.chdir(stage.cwd);
  const problemOf = async (line, isChild) => {
    const run = { args: toArguments(line), env: line.env, stdin: line.stdin, serves: serves(line) };
    const ended = isChild
      ? await runChild({ ...run, cwd: stage.cwd, deadlineMs: deadlinesMs.child })
      : await runInProcess({ ...run, deadlineMs: deadlinesMs.inProcess });
    // Rejections are reported after the turn in which they happen.
    await new Promise((resolve) => setImmediate(resolve));
    return rejections.shift() ?? checkEnded(ended);
  };
  let done = 0;
  try {
    for (; done < runs && problems.length < mostProblems; done += 1) {
      const command = commands[done % commands.length] as ListedCommand;
      const line = drawCommandLine(createRandom(seed, "cli", done), { command, stage });
      const isChild = done % childEvery === childEvery - 1;
      const problem = await problemOf(line, isChild);
      onProgress(done);
      const kind = `${command.words.join(" ")}: ${problem?.slice(0, 40)}`;
      if (problem === undefined || seen.has(kind)) continue;
      seen.add(kind);
      const isSame = (other) => other?.slice(0, 40) === problem.slice(0, 40);
      const small = await shrink(line, {
        simpler: simplerLines,
        stillFails: async (candidate) => isSame(await problemOf(candidate, isChild)),
        most: problem.startsWith("it does not end") ? 0 : 40,
      });
      problems.push(
        `numipay ${command.words.join(" ")}: ${problem}\n  run ${done}, ${isChild ? "a process" : "in process"}, ` +
          `arguments ${JSON.stringify(toArguments(small))}\n  environment ${JSON.stringify(small.env)}, ` +
          `stdin ${JSON.stringify(small.stdin.slice(0, 80))}`,
      );
    }
  } finally {
    process.chdir(before);
    process.off("unhandledRejection", keep);
    await stage.close();
  }
  return { runs: done, commands: commands.length, problems };
}

const serves = ({ words: [word] }) => word === "sandbox" || word === "forward";

function simplerLines(line) {
  return [
    ...withoutEach(line.parts).map((parts) => ({ ...line, parts })),
    ...(line.stdin === "" ? [] : [{ ...line, stdin: "" }]),
    ...withoutEach(Object.entries(line.env)).map((env) => ({
      ...line,
      env: Object.fromEntries(env),
    })),
  ];
}
