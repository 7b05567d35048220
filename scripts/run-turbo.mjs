// Runs tasks with turbo and reports each as it ends. With `grouped` logs turbo prints all lines of a task at its end.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { quietEnvironment, root, toolPath } from "./run-program.mjs";

/** @typedef {{ id: string, isCached: boolean, isFailed: boolean, output: string }} TaskEnd `id`: `package#task` */

/**
 * The arguments of turbo. With `isCi` nothing comes from the cache, and with `isBuilt` a task's dependencies, which the
 * same `npm test` has just run, do not run again.
 * @param {string[]} tasks
 */
export function turboArguments(tasks, { isCi = false, isBuilt = false } = {}) {
  return [
    "run",
    ...tasks,
    `--concurrency=${availableParallelism()}`,
    "--continue=dependencies-successful",
    "--log-order=grouped",
    "--log-prefix=task",
    "--output-logs=full",
    "--ui=stream",
    ...(isCi ? ["--force"] : []),
    // Only with --force: without its dependencies a task has a key that does not know what it was built from.
    ...(isCi && isBuilt ? ["--only"] : []),
  ];
}

/**
 * Resolves when turbo has ended. A signal that ends this process ends turbo first, and with it what turbo started.
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, onTask: (end: TaskEnd) => void }} options
 * @returns {Promise<{ code: number, output: string, isInterrupted: boolean }>}
 */
export async function runTurbo(args, { env = {}, onTask }) {
  const child = spawn(process.execPath, [toolPath("turbo"), ...args], {
    cwd: root,
    env: { ...quietEnvironment, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let isInterrupted = false;
  const interrupt = (signal) => {
    isInterrupted = true;
    // At a terminal Ctrl-C reaches turbo as well. Without one pnpm, which turbo starts, would ignore SIGINT.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill("SIGTERM");
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, interrupt);
  const reader = createTaskReader(onTask);
  const errors = createInterface({ input: child.stderr }).on("line", reader.readError);
  const lines = createInterface({ input: child.stdout }).on("line", reader.readLine);
  const closed = [errors, lines].map((stream) => new Promise((end) => stream.once("close", end)));
  const code = await new Promise((settle) => {
    child.on("error", (error) => {
      reader.readError(error.message);
      settle(127);
    });
    child.on("close", (status) => settle(status ?? 1));
  });
  await Promise.all(closed);
  for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, interrupt);
  return { code, output: reader.end(), isInterrupted };
}

/** Reads turbo's lines. `end` reports the last task, and returns what belongs to no task: turbo's own complaints. */
export function createTaskReader(onTask) {
  const failed = new Set();
  const rest = [];
  let current;

  const flush = () => {
    if (current === undefined) return;
    const { id, isCached, lines } = current;
    current = undefined;
    const output = lines.join("\n");
    // turbo says so on the other stream, perhaps later than pnpm with the task's last line.
    const isFailed = failed.has(id) || lines.at(-1)?.startsWith("[ELIFECYCLE]") === true;
    onTask({ id, isCached, isFailed, output });
  };
  return {
    readError: (line) => {
      const [id, word] = line.split(":", 2).map((part) => part.trim());
      if (id.includes("#") && word?.startsWith("ERROR ")) failed.add(id);
      rest.push(line);
    },
    readLine: (line) => {
      const { prefix, text } = splitLine(line);
      const start = /^cache (hit|miss|bypass), /.exec(text)?.[1];
      if (prefix !== undefined && prefix === current?.prefix) current.lines.push(text);
      else {
        flush();
        if (prefix === undefined || start === undefined) rest.push(line);
        else current = { prefix, id: toId(prefix), isCached: start === "hit", lines: [] };
      }
    },
    end: () => {
      flush();
      return rest.join("\n").trim();
    },
  };
}

/** `koa:test: 3 passed` is a line of a task; what turbo itself prints has no such beginning. */
function splitLine(line) {
  const end = line.indexOf(": ");
  const prefix =
    end === -1 && line.endsWith(":") ? line.slice(0, -1) : line.slice(0, Math.max(end, 0));
  const isTask = prefix.includes(":") && !prefix.includes(" ");
  return isTask ? { prefix, text: line.slice(prefix.length + 2) } : { prefix: undefined, text: "" };
}

/** `//:check:docs` is `//#check:docs`: the name of a package has no colon. */
function toId(prefix) {
  const at = prefix.indexOf(":");
  return `${prefix.slice(0, at)}#${prefix.slice(at + 1)}`;
}
