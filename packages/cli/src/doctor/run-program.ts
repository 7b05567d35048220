import { spawn } from "node:child_process";
import { usageError } from "../failure/command-failure.js";
import { withTimeout } from "../failure/with-timeout.js";
import { toPrintable } from "@numipay/core/protocol";

/** Long enough for a program that loads the whole app. */
const timeoutMs = 60_000;
const maxErrorLength = 500;
/** Endless output must not exhaust the memory. */
const maxOutputLength = 32 * 1024 * 1024;

/**
 * Runs a command of the merchant in the shell, and returns its standard output.
 *
 * @throws CommandFailure with the end of standard error, when the command does not exit with 0
 */
export async function runProgram(
  option: string,
  command: string,
  { env, signal }: { env: Readonly<Record<string, string | undefined>>; signal: AbortSignal },
): Promise<string> {
  if (command.trim() === "") throw usageError(`${option} is empty. Pass a command to run.`);
  const child = spawn(command, {
    shell: true,
    env,
    signal: withTimeout(signal, timeoutMs),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-maxErrorLength);
  });
  const ended = await new Promise<number | string>((resolve) => {
    child.on("error", (error) => resolve(`failed (${error.message})`));
    child.on("close", (code, signalName) => resolve(code ?? `was ended by ${signalName}`));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.length <= maxOutputLength) return;
      // The shell's children get EPIPE on their next write.
      child.stdout.destroy();
      child.kill();
      resolve(`printed more than ${maxOutputLength} characters`);
    });
  });
  signal.throwIfAborted();
  if (ended === 0) return printed;
  const outcome = typeof ended === "number" ? `exited with ${ended}` : ended;
  const details = errors.trim().slice(-maxErrorLength);
  throw usageError(
    `The command of ${option} ${outcome}${details === "" ? "." : `: ${toPrintable(details, 500)}`}`,
  );
}
