import type { Operation } from "@numipay/core/protocol";
import { usageError } from "../failure/command-failure.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { readJsonObject } from "./payment-request.js";

/** Card data must not remain in the shell history. */
const cardField = /^(card|cvv|cvc|pan$|expiry)/i;

/**
 * Combines the fields of `--field` and of the file. `--field` takes precedence.
 *
 * @throws CommandFailure when the file is not a JSON object, or `--field` contains card data
 */
export async function readFields(
  terminal: GuardedTerminal,
  operation: Operation,
  { field = {}, request }: { readonly field?: Record<string, string>; readonly request?: string },
): Promise<Record<string, unknown>> {
  const typed = Object.keys(field).find((name) => cardField.test(name));
  if (typed !== undefined) {
    throw usageError(
      `Card fields such as ${typed} are not accepted by --field. Pass them in the --request file.`,
    );
  }
  const fromFile =
    request === undefined ? {} : await readJsonObject(terminal, request, "--request");
  for (const [name, value] of Object.entries(fromFile)) {
    if (cardField.test(name) && typeof value === "string") terminal.hide(value);
  }
  const fromOptions = Object.entries(field).map(
    ([name, text]) => [name, toFieldValue(operation, name, text)] as const,
  );
  return { ...fromFile, ...Object.fromEntries(fromOptions) };
}

/** A value that does not have the field's type remains a string. The client then rejects it with the field's name. */
function toFieldValue({ fields }: Operation, name: string, text: string): unknown {
  const type = fields.get(name)?.type ?? "string";
  // An amount is always a decimal string in the library.
  if (type === "string" || name === "amount") return text;
  if (type === "number") return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  if (type === "boolean") return /^(true|false)$/.test(text) ? text === "true" : text;
  return parseIfJson(text);
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
