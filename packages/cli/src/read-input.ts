import { readFile } from "node:fs/promises";
import { usageFault } from "./command-failure.js";
import type { GuardedTerminal } from "./guard-terminal.js";

/**
 * A file's bytes, or those of standard input for `-` and where no file is named.
 *
 * @throws CommandFailure when a person sits before standard input and named no file
 */
export async function readInput(
  terminal: GuardedTerminal,
  file: string | undefined,
): Promise<Uint8Array> {
  if (file !== undefined && file !== "-") return readFile(file);
  if (file === undefined && terminal.isStdinTty) {
    throw usageFault("Name a file, or pipe the text in; - reads what is typed, up to Ctrl-D.");
  }
  return terminal.readStdin();
}
