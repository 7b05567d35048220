// Runs an app's compiled `main.js` as a process of its own.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export interface ProgramResult {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Both streams, stdout first. */
  output: string;
}

/** Runs a program until it exits. The environment defaults to that of this process. */
export function runProgram(
  program: URL,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [fileURLToPath(program), ...args],
      { env },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr, output: stdout + stderr });
      },
    );
  });
}

export interface RunningProgram {
  /** The first URL that the program printed, apart from the portal's. */
  url: string;
  /** Everything that the program has printed. */
  output: () => string;
  /** Sends the signal and returns the exit code, or null if the signal ended the process. */
  stop: (signal: NodeJS.Signals) => Promise<number | null>;
}

export interface StartOptions {
  env: NodeJS.ProcessEnv;
  /** What the program prints when it is ready. */
  readyText: string | RegExp;
}

/** Starts a server and waits until it is ready. Kills it when the test ends. */
export async function startProgram(
  program: URL,
  { env, readyText }: StartOptions,
): Promise<RunningProgram> {
  const child = spawn(process.execPath, [fileURLToPath(program)], { env });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exited = once(child, "exit") as Promise<[number | null]>;
  let printed = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed += text));
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (isReady(printed, readyText)) resolve();
    });
    child.once("exit", () => resolve());
  });
  const url = /https?:\/\/[^\s/]+:\d+(?!\d|\/portal)/.exec(printed)?.[0];
  if (url === undefined) throw new Error(`The program printed no URL:\n${printed}`);
  return {
    url,
    output: () => printed,
    async stop(signal) {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

function isReady(printed: string, readyText: string | RegExp): boolean {
  return typeof readyText === "string" ? printed.includes(readyText) : readyText.test(printed);
}
