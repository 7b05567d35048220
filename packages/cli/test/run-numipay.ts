import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";

// Several processes a test, each of which takes a second to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const program = fileURLToPath(new URL("../bin/numipay.js", import.meta.url));

/** What a test gives the command. Of this process' own environment only what Node needs to start goes along. */
interface Run {
  readonly env?: Record<string, string>;
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
}

/** How the command ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real binary, as a shell would, and waits for its end. */
export async function runNumipay(args: readonly string[], run: Run = {}): Promise<Ended> {
  const child = startNumipay(args, run);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.stderr += text));
  child.stdin.on("error", () => undefined).end(run.stdin ?? "");
  const exitCode = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { exitCode, ...output };
}

/** Starts the real binary; the test ends it. */
export function startNumipay(args: readonly string[], { env = {}, cwd }: Omit<Run, "stdin"> = {}) {
  const path = process.env["PATH"] ?? "";
  return spawn(process.execPath, [program, ...args], { env: { PATH: path, ...env }, cwd });
}
