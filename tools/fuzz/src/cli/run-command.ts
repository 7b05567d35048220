import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runCommandLine, type Terminal } from "@numipay/cli";
import { type CommandResult, interruption } from "./command-result.js";

const program = fileURLToPath(
  new URL("bin/numipay.js", import.meta.resolve("@numipay/cli/package.json")),
);

/** When to interrupt a command that serves, in milliseconds. */
const interruptMs = 400;
/** How long a command that ignores its interruption may still run, in milliseconds. */
const graceMs = 2000;

const serving = /http:\/\/127|http:\/\/localhost|http:\/\/\[::1\]/;

export interface CommandRun {
  args: string[];
  env: Record<string, string>;
  stdin: string;
  timeoutMs: number;
  /** Whether the command runs until it is interrupted. */
  serves: boolean;
}

/** Runs a command line in this process. */
export async function runInProcess({
  args,
  env,
  stdin,
  timeoutMs,
  serves,
}: CommandRun): Promise<CommandResult> {
  const output = { out: "", err: "" };
  const interrupt = new AbortController();
  const interruptTimer = setTimeout(
    () => interrupt.abort(new Error(interruption)),
    serves ? interruptMs : timeoutMs,
  );
  const terminal: Terminal = {
    env,
    isStdinTty: false,
    isStdoutTty: false,
    isStderrTty: false,
    columns: 80,
    signal: interrupt.signal,
    out: async (text) => {
      interrupt.signal.throwIfAborted();
      output.out += text;
    },
    err: (text) => {
      output.err += text;
    },
    redraw: (line) => {
      output.err += line;
    },
    readStdin: async () => Buffer.from(stdin),
  };
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs + graceMs);
  });
  try {
    const exitCode = await Promise.race([runCommandLine(args, terminal), timeout]);
    const isInterrupted = interrupt.signal.aborted;
    return {
      ...output,
      exit: exitCode ?? "none",
      timedOut: exitCode === undefined || (isInterrupted && !serves),
      isInterrupted,
    };
  } catch (error) {
    return { ...output, exit: `thrown: ${String(error)}`, timedOut: false, isInterrupted: false };
  } finally {
    clearTimeout(interruptTimer);
    clearTimeout(timer);
  }
}

/** Runs a command line as a process, like a shell. */
export async function runChild({
  args,
  env,
  stdin,
  timeoutMs,
  serves,
  cwd,
}: CommandRun & { cwd: string }): Promise<CommandResult> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
  let out = "";
  let err = "";
  let isInterrupted = false;
  let timedOut = false;
  const interrupt = (signal: NodeJS.Signals) => {
    isInterrupted = true;
    child.kill(signal);
  };
  // A process takes a moment to start, so wait until it prints its URL.
  const interruptIfServing = () => {
    if (serves && !isInterrupted && serving.test(out + err)) interrupt("SIGINT");
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    interruptIfServing();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    interruptIfServing();
  });
  child.stdin.on("error", () => undefined).end(stdin);
  const timer = setTimeout(() => {
    timedOut = true;
    interrupt("SIGKILL");
  }, timeoutMs);
  const exit = await new Promise<number | string>((resolve) => {
    child.on("error", (error) => resolve(`not started: ${error.message}`));
    child.on("close", (code, signal) => resolve(code ?? signal ?? "none"));
  });
  clearTimeout(timer);
  return { out, err, exit, timedOut, isInterrupted };
}
