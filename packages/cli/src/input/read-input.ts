import { readFile } from "node:fs/promises";
import { usageError } from "../failure/command-failure.js";
import { nameOption } from "../options/name-option.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";

/**
 * Reads a file, or standard input for `-` and without a file. `option` is the option that names the file, if any.
 *
 * @throws CommandFailure when there is no file and standard input is a terminal
 */
export async function readInput(
  terminal: GuardedTerminal,
  file: string | undefined,
  option?: string,
): Promise<Uint8Array> {
  if (file !== undefined && file !== "-") {
    return option === undefined ? readFile(file) : nameOption(option, file, readFile(file));
  }
  if (file === undefined && terminal.isStdinTty) {
    throw usageError(
      "No input. Pass a file, pipe the text in, or pass - to type it (end with Ctrl-D).",
    );
  }
  return terminal.readStdin();
}
