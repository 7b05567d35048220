import { toPrintable } from "@numipay/core/protocol";
import { guardTerminal } from "./guard-terminal.js";
import { readColorFlag } from "./screen.js";
import { exitDespiteResources } from "./end-process.js";
import type { Terminal, UserModule } from "./terminal.js";
import { nameModules, toCloseAdvice } from "./user-modules.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { CommandFailure } from "../failure/command-failure.js";
import { toOutputFailure } from "./output-failure.js";
import { warning } from "../text/messages.js";

/** The terminal of this process, and the end of the process. */
export interface ProcessTerminal extends Terminal {
  /** Sets the exit code. The process ends when nothing keeps it running, or nothing but a module of the user. */
  end(exitCode: ExitCode): Promise<void>;
}

/** The terminal of this process: its streams, environment and signals. */
export function createProcessTerminal(): ProcessTerminal {
  const stopping = new AbortController();
  const silenced = new AbortController();
  const stop = (failure: CommandFailure): void => {
    silenced.abort(failure);
    // A second Ctrl-C ends the process at once.
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    stopping.abort(failure);
  };
  const interrupt = (): void => stop(new CommandFailure(exitCodes.interrupted, "Interrupted."));
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  // A closed terminal sends this twice, from the kernel and from the shell, so a repeated one must not end the process.
  process.on("SIGHUP", interrupt);
  process.stdout.on("error", (error) => stop(toOutputFailure(error)));
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    // Without its notes, the command can still do its work.
    if (error.code === "EPIPE") stop(toOutputFailure(error));
  });
  let isEnded = false;
  const loaded: UserModule[] = [];
  const terminal: ProcessTerminal = {
    env: process.env,
    isStdinTty: process.stdin.isTTY,
    isStdoutTty: process.stdout.isTTY,
    isStderrTty: process.stderr.isTTY,
    // 0 means that the width is unknown.
    get columns() {
      return process.stdout.columns || process.stderr.columns || 80;
    },
    signal: stopping.signal,
    out: (text) => writeOut(text, silenced.signal),
    err(text) {
      process.stderr.write(text);
    },
    redraw(line) {
      process.stderr.write(`\r\u001B[2K${line}`);
    },
    willLoad(module) {
      loaded.push(module);
      if (loaded.length > 1) return;
      const fail = (error: unknown): void => {
        const failure = toModuleFailure(error, nameModules(loaded));
        // After the command, its exit code stays.
        if (isEnded) warn(failure.message);
        // Standard output still works, for the error document of --json.
        else stopping.abort(failure);
      };
      process.on("uncaughtException", fail);
      process.on("unhandledRejection", fail);
    },
    async end(exitCode) {
      isEnded = true;
      // Not process.exit(), which discards output that a pipe has not received yet.
      process.exitCode = exitCode;
      if (loaded.length === 0) return;
      await exitDespiteResources(exitCode, (open) => {
        const what = open.length === 0 ? "" : ` with ${open.join(", ")}`;
        const problem = `The ${nameModules(loaded)} keeps the process running${what}, so it was ended.`;
        warn(`${problem} ${toCloseAdvice(loaded)}`);
      });
    },
    async readStdin() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
  };
  const warn = (text: string): void => {
    const color = readColorFlag(process.argv.slice(2));
    guardTerminal(terminal, { color }).note(warning(toPrintable(text, 1_000)));
  };
  printWarnings(warn);
  return terminal;
}

/** What a module throws outside of the command's calls, such as in a timer. Node would exit with 1, as a failed check does. */
function toModuleFailure(error: unknown, name: string): CommandFailure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const isDebug = (process.env["NUMIPAY_DEBUG"] ?? "") !== "";
  const problem = `The ${name} did not catch an error: ${toPrintable(message, 1_000)}`;
  const text = isDebug
    ? `${problem}\n${stack ?? ""}`
    : `${problem}. Set NUMIPAY_DEBUG=1 to see where.`;
  return new CommandFailure(exitCodes.unknown, text, "module_failed");
}

/** Waits until the text is written, because a full disk or a closed pipe is reported then. */
async function writeOut(text: string, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    process.stdout.write(text, (error) => {
      signal.removeEventListener("abort", abort);
      if (error) reject(toOutputFailure(error));
      else resolve();
    });
  });
}

/** Prints the library's warnings, without Node's process id and hint, and those of other packages not at all. */
function printWarnings(warn: (text: string) => void): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message, code }: Error & { code?: string }) => {
    // Commands that send another id than the documented one name its option themselves.
    if (name !== "NumipayWarning" || code === "NUMIPAY_OTHER_ID") return;
    warn(message);
  });
}
