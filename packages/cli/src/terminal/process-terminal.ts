import { toPrintable } from "@numipay/core/protocol";
import { once } from "node:events";
import { guardTerminal } from "./guard-terminal.js";
import { readColorFlag } from "./screen.js";
import type { Terminal } from "./terminal.js";
import { exitCodes } from "../failure/exit-codes.js";
import { CommandFailure } from "../failure/command-failure.js";
import { warning } from "../text/messages.js";

/** The terminal of this process: its streams, environment and signals. */
export function createProcessTerminal(): Terminal {
  const stopping = new AbortController();
  const stop = (failure: CommandFailure): void => {
    // A second Ctrl-C ends the process at once.
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    stopping.abort(failure);
  };
  const interrupt = (): void => stop(new CommandFailure(exitCodes.interrupted, "Interrupted."));
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  for (const stream of [process.stdout, process.stderr]) {
    // `numipay transactions list | head` ends silently, like other commands.
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      stop(new CommandFailure(exitCodes.brokenPipe, ""));
    });
  }
  const terminal: Terminal = {
    env: process.env,
    isStdinTty: process.stdin.isTTY,
    isStdoutTty: process.stdout.isTTY,
    isStderrTty: process.stderr.isTTY,
    // 0 means that the width is unknown.
    get columns() {
      return process.stdout.columns || process.stderr.columns || 80;
    },
    signal: stopping.signal,
    async out(text) {
      stopping.signal.throwIfAborted();
      if (process.stdout.write(text)) return;
      await once(process.stdout, "drain", { signal: stopping.signal });
    },
    err(text) {
      process.stderr.write(text);
    },
    redraw(line) {
      process.stderr.write(`\r\u001B[2K${line}`);
    },
    async readStdin() {
      const chunks: Uint8Array[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
  };
  printWarnings(terminal);
  return terminal;
}

/** Prints the library's warnings, without Node's process id and hint, and those of other packages not at all. */
function printWarnings(terminal: Terminal): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message, code }: Error & { code?: string }) => {
    // Commands that send another id than the documented one name its option themselves.
    if (name !== "NumipayWarning" || code === "NUMIPAY_OTHER_ID") return;
    const color = readColorFlag(process.argv.slice(2));
    guardTerminal(terminal, { color }).note(warning(toPrintable(message, 1_000)));
  });
}
