import { constants, open } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { CommandFailure, usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { isSystemError, nameOption } from "../options/name-option.js";
import type { Target } from "./target.js";

const readerTimeoutMs = 10_000;
const pollMs = 50;

/**
 * Opens a named pipe, such as that of `>(gzip > a.csv.gz)`, and waits until a process reads from it.
 *
 * @throws CommandFailure when no process reads from it within 10 seconds
 */
export async function openPipe(
  out: string,
  option: string,
  signal: AbortSignal | undefined,
): Promise<Target> {
  const fd = await nameOption(option, out, openForWriting(out, option, signal));
  const socket = new Socket({ fd, readable: false, writable: true });
  // Reported by the write.
  socket.on("error", () => undefined);
  const abort = (): void => void socket.destroy();
  signal?.addEventListener("abort", abort, { once: true });
  const settle = (work: (done: (error?: Error | null) => void) => void): Promise<void> =>
    nameOption(
      option,
      out,
      new Promise<void>((resolve, reject) => {
        work((error) => (error ? reject(toFailure(error)) : resolve()));
      }),
    );
  return {
    write: (text) => settle((done) => socket.write(text, done)),
    async finish() {
      await settle((done) => socket.end(done));
      signal?.removeEventListener("abort", abort);
    },
    async abandon() {
      signal?.removeEventListener("abort", abort);
      socket.destroy();
    },
  };
}

/** Without O_NONBLOCK, opening a pipe without a reader could not be interrupted. */
async function openForWriting(
  out: string,
  option: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK;
  for (let waitedMs = 0; ; waitedMs += pollMs) {
    try {
      return await promisify(open)(out, flags);
    } catch (error) {
      if (!isSystemError(error) || error.code !== "ENXIO") throw error;
    }
    if (waitedMs >= readerTimeoutMs) {
      throw usageError(
        `No process reads from the pipe ${option} ${out}. Start one first, such as cat.`,
      );
    }
    await delay(pollMs, undefined, { signal });
  }
}

/** A reader that ends early is not an error, as for standard output. */
function toFailure(error: NodeJS.ErrnoException): Error {
  return error.code === "EPIPE" ? new CommandFailure(exitCodes.brokenPipe, "") : error;
}
