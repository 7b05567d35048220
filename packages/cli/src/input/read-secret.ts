import { usageFault } from "../failure/command-failure.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { readInput } from "./read-input.js";

/**
 * The signature password, from `--password-file` or the environment, and hidden from here on.
 *
 * @throws CommandFailure when there is none
 */
export async function readSignaturePassword(
  terminal: GuardedTerminal,
  passwordFile: string | undefined,
): Promise<string> {
  return readSecret(terminal, {
    name: "signature password",
    variable: "NUMIPAY_SIGNATURE_PASSWORD",
    option: "--password-file",
    file: passwordFile,
  });
}

/**
 * The API key, from `--api-key-file` or the environment, and hidden from here on.
 *
 * @throws CommandFailure when there is none
 */
export async function readApiKey(
  terminal: GuardedTerminal,
  apiKeyFile: string | undefined,
): Promise<string> {
  return readSecret(terminal, {
    name: "API key",
    variable: "NUMIPAY_API_KEY",
    option: "--api-key-file",
    file: apiKeyFile,
  });
}

async function readSecret(
  terminal: GuardedTerminal,
  source: { name: string; variable: string; option: string; file: string | undefined },
): Promise<string> {
  const { name, variable, option, file } = source;
  const value =
    file === undefined ? terminal.env[variable] : await readFirstLine(terminal, file, option);
  if (value === undefined || value === "") {
    throw usageFault(
      file === undefined
        ? `There is no ${name}: set ${variable}, or name a file that holds it with ${option}.`
        : `${option}: the first line is empty; it holds the ${name} and nothing else.`,
    );
  }
  terminal.hide(value);
  return value;
}

/** An editor ends a file with a newline, which is not part of the secret; blanks may be, and stay. */
async function readFirstLine(
  terminal: GuardedTerminal,
  file: string,
  option: string,
): Promise<string> {
  const bytes = await readInput(terminal, file, option);
  return new TextDecoder().decode(bytes).split(/\r?\n/, 1)[0] ?? "";
}
