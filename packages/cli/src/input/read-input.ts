import { usageError } from "../failure/command-failure.js";
import { toOptionValue } from "../options/name-option.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { decodeText } from "./decode-text.js";
import { readFileBytes } from "./read-file.js";

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
  if (file !== undefined && file !== "-") return readFileBytes(file, option);
  if (file === undefined && terminal.isStdinTty) {
    throw usageError(
      "No input. Pass a file, pipe the text in, or pass - to type it (end with Ctrl-D).",
    );
  }
  return terminal.readStdin();
}

/**
 * Reads a text, as `decodeText` does, from a file or standard input.
 *
 * @throws CommandFailure for invalid bytes
 */
export async function readInputText(
  terminal: GuardedTerminal,
  file: string | undefined,
  option?: string,
): Promise<string> {
  return decodeText(await readInput(terminal, file, option), nameInput(file, option));
}

/** The name of an input in a message. */
export function nameInput(file: string | undefined, option?: string): string {
  return file === undefined || file === "-" ? "standard input" : toOptionValue(option, file);
}
