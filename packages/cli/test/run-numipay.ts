import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { runCommandLine } from "../src/program/run-command-line.js";

// Some tests start several processes, and each can take a second on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const program = fileURLToPath(new URL("../bin/numipay.js", import.meta.url));

/** The input of a command. Only PATH is inherited from this process' environment. */
interface Run {
  readonly env?: Record<string, string>;
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** Prints to a terminal. Only for commands in this process. */
  readonly isTty?: boolean;
}

/** The result of a command. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The working directory belongs to the whole process, so runs must not overlap. */
let isRunning = false;

/**
 * Runs a command line in this process. Use {@link runBinary} to test signals, pipes, warnings, loaded modules and the exit
 * code of the process.
 */
export async function runNumipay(args: readonly string[], run: Run = {}): Promise<Ended> {
  if (isRunning) throw new Error("runNumipay is already running. Use runBinary for runs at once.");
  const folder = process.cwd();
  const output = { stdout: "", stderr: "" };
  const { isTty = false } = run;
  isRunning = true;
  try {
    if (run.cwd !== undefined) process.chdir(run.cwd);
    const exitCode = await runCommandLine(args, {
      env: childEnvironment(run.env),
      isStdinTty: false,
      isStdoutTty: isTty,
      isStderrTty: isTty,
      columns: 80,
      signal: new AbortController().signal,
      async out(text) {
        output.stdout += text;
      },
      err: (text) => void (output.stderr += text),
      redraw: (line) => void (output.stderr += `\r\u001B[2K${line}`),
      readStdin: async () => Buffer.from(run.stdin ?? ""),
    });
    return { exitCode, ...output };
  } finally {
    process.chdir(folder);
    isRunning = false;
  }
}

/** Runs the binary in its own process, and waits until it exits. */
export async function runBinary(args: readonly string[], run: Run = {}): Promise<Ended> {
  const child = startNumipay(args, run);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  child.stdin.on("error", () => undefined).end(run.stdin ?? "");
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { exitCode, ...output };
}

/** Starts the binary. The test has to stop it. */
export function startNumipay(args: readonly string[], { env, cwd }: Omit<Run, "stdin"> = {}) {
  return spawn(process.execPath, [program, ...args], { env: childEnvironment(env), cwd });
}

/** By default, the width breaks no line: most tests look for sentences, and `snapshots.test.ts` for their lines. */
function childEnvironment(env: Record<string, string> = {}): Record<string, string> {
  return { PATH: process.env["PATH"] ?? "", COLUMNS: "10000", ...env };
}
