import { spawn } from "node:child_process";
import { usageFault } from "../failure/command-failure.js";
import { toPrintable } from "@numipay/core/protocol";

/** A merchant's program: it starts the whole app, maybe, and still has to come to an end. */
const timeoutMs = 60_000;
const longestComplaint = 500;
/** A program that prints without end must not fill the memory. */
const mostPrinted = 32 * 1024 * 1024;

/**
 * Runs a merchant's command line in the shell, and returns what it printed.
 *
 * @throws CommandFailure with what it complained about, when it does not end with 0
 */
export async function runProgram(
  option: string,
  command: string,
  { env, signal }: { env: Readonly<Record<string, string | undefined>>; signal: AbortSignal },
): Promise<string> {
  if (command.trim() === "") throw usageFault(`${option}: the command is empty. Give one to run.`);
  const child = spawn(command, {
    shell: true,
    env,
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let complained = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complained = (complained + text).slice(-longestComplaint);
  });
  const ended = await new Promise<number | string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (code, killed) => resolve(code ?? killed ?? "unknown"));
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      if (printed.length <= mostPrinted) return;
      // What the shell started gets EPIPE at its next write.
      child.stdout.destroy();
      child.kill();
      resolve(`more than ${mostPrinted} characters of output`);
    });
  });
  signal.throwIfAborted();
  if (ended === 0) return printed;
  const why = complained.trim().slice(-longestComplaint);
  throw usageFault(
    `${option}: the command ended with ${ended}${why === "" ? "" : `: ${toPrintable(why, 500)}`}`,
  );
}
