import { readFile } from "node:fs/promises";
import { usageFault } from "../failure/command-failure.js";
import { nameOption } from "../options/name-option.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";

/**
 * A file's bytes, or those of standard input for `-` and where no file is named. `option` is the one that names the
 * file, if one does.
 *
 * @throws CommandFailure when a person sits before standard input and named no file
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
    throw usageFault("Name a file, or pipe the text in; - reads what is typed, up to Ctrl-D.");
  }
  return terminal.readStdin();
}
