import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** What `numipay sandbox --json` prints, as far as tests need it. */
export interface StartedSandbox {
  readonly url: string;
  readonly apiKey: string;
  readonly signaturePassword: string;
}

const manifest = createRequire(import.meta.url).resolve("@numipay/cli/package.json");
const program = join(dirname(manifest), "bin/numipay.js");

/** Starts a sandbox in a process of its own, with a paused clock, until the test ends. */
export async function startSandbox(args: readonly string[] = []): Promise<StartedSandbox> {
  const child = spawn(
    process.execPath,
    [program, "sandbox", "--port", "0", "--no-real-time", "--json", ...args],
    { stdio: ["ignore", "pipe", "inherit"], env: { PATH: process.env["PATH"] } },
  );
  onTestFinished(() => stop(child));
  return JSON.parse(await firstLine(child)) as StartedSandbox;
}

/** Ends a process and waits until it is gone. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = "";
  for await (const chunk of stdout ?? []) {
    text += String(chunk);
    if (text.includes("\n")) return text;
  }
  throw new Error(`The sandbox ended without a line: ${text}`);
}
