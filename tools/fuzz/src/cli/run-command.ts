import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "@numipay/cli";

const program = fileURLToPath(
  new URL("bin/numipay.js", import.meta.resolve("@numipay/cli/package.json")),
);

/** When a command that serves is interrupted, as Ctrl-C does it. */
const interruptMs = 400;

/** Runs a command line in this process. */
export async function runInProcess({
  args,
  env,
  stdin,
  deadlineMs,
  serves,
}: {
  args: string[];
  env: Record<string, string>;
  stdin: string;
  deadlineMs: number;
  serves: boolean;
}): Promise<Ended> {
  const output = { out: "", err: "" };
  const stopping = new AbortController();
  const interrupt = setTimeout(
    () => stopping.abort(new Error("interrupted by the fuzzer")),
    serves ? interruptMs : deadlineMs,
  );
  let deadline;
  const terminal = {
    env,
    isStdinTty: false,
    isStdoutTty: false,
    isStderrTty: false,
    columns: 80,
    signal: stopping.signal,
    out: async (text) => {
      stopping.signal.throwIfAborted();
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
  const outOfTime = new Promise((resolve) => {
    deadline = setTimeout(() => resolve("hang"), deadlineMs + 2000);
  });
  try {
    const ended = await Promise.race([runCommandLine(args, terminal), outOfTime]);
    const isInterrupted = stopping.signal.aborted;
    return {
      ...output,
      exitCode: ended,
      isHanging: ended === "hang" || (isInterrupted && !serves),
      isInterrupted,
    };
  } catch (error) {
    return {
      ...output,
      exitCode: `thrown: ${String(error)}`,
      isHanging: false,
      isInterrupted: false,
    };
  } finally {
    clearTimeout(interrupt);
    clearTimeout(deadline);
  }
}

/** Runs a command line as a process, as a shell does. */
export async function runChild({
  args,
  env,
  stdin,
  deadlineMs,
  serves,
  cwd,
}: {
  args: string[];
  env: Record<string, string>;
  stdin: string;
  deadlineMs: number;
  serves: boolean;
  cwd: string;
}): Promise<Ended> {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
  });
  let out = "";
  let err = "";
  let isInterrupted = false;
  let isHanging = false;
  const interrupt = (signal) => {
    isInterrupted = true;
    child.kill(signal);
  };
  // A process takes a moment to start, more on a busy machine: what serves says so.
  const noteServing = () => {
    if (
      serves &&
      !isInterrupted &&
      /http:\/\/127|http:\/\/localhost|http:\/\/\[::1\]/.test(out + err)
    )
      interrupt("SIGINT");
  };
  child.stdout.setEncoding("utf8").on("data", (text) => {
    out += text;
    noteServing();
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    err += text;
    noteServing();
  });
  child.stdin.on("error", () => undefined).end(stdin);
  const deadline = setTimeout(() => {
    isHanging = true;
    interrupt("SIGKILL");
  }, deadlineMs);
  const exitCode = await new Promise((resolve) => {
    child.on("error", (error) => resolve(`not started: ${error.message}`));
    child.on("close", (code, signal) => resolve(code ?? signal));
  });
  clearTimeout(deadline);
  return { out, err, exitCode, isHanging, isInterrupted };
}

export interface Ended {
  out: string;
  err: string;
  exitCode: unknown;
  isHanging: boolean;
  isInterrupted: boolean;
}
