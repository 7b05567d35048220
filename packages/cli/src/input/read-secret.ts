import { usageError } from "../failure/command-failure.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { readInputText } from "./read-input.js";

/**
 * Reads the signature password from `--password-file` or the environment, and redacts it in all later output.
 *
 * @throws CommandFailure when it is missing
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
 * Reads the API key from `--api-key-file` or the environment, and redacts it in all later output.
 *
 * @throws CommandFailure when it is missing
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
    throw usageError(
      file === undefined
        ? `The ${name} is missing. Set ${variable}, or pass a file with ${option}.`
        : `The first line of the ${option} file is empty. Put the ${name} there, and nothing else.`,
    );
  }
  terminal.hide(value);
  return value;
}

/** A newline at the end is not part of the secret. Other whitespace may be, so it is kept. */
async function readFirstLine(
  terminal: GuardedTerminal,
  file: string,
  option: string,
): Promise<string> {
  const text = await readInputText(terminal, file, option);
  return text.split(/\r\n|\n|\r/, 1)[0] ?? "";
}
