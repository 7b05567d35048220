import type { Operation } from "@numipay/core/protocol";
import { usageFault } from "../failure/command-failure.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { readJsonObject } from "./payment-request.js";

/** The shell's history keeps what is typed. */
const ofCard = /^(card|cvv|cvc|pan$|expiry)/i;

/**
 * The fields of the options and of the file, the options first.
 *
 * @throws CommandFailure when the file holds no JSON object, or a card is typed
 */
export async function readFields(
  terminal: GuardedTerminal,
  operation: Operation,
  { field = {}, request }: { readonly field?: Record<string, string>; readonly request?: string },
): Promise<Record<string, unknown>> {
  const typed = Object.keys(field).find((name) => ofCard.test(name));
  if (typed !== undefined) {
    throw usageFault(`--field ${typed}: fields of a card are not typed. Give them with --request.`);
  }
  const fromFile =
    request === undefined ? {} : await readJsonObject(terminal, request, "--request");
  for (const [name, value] of Object.entries(fromFile)) {
    if (ofCard.test(name) && typeof value === "string") terminal.hide(value);
  }
  const fromOptions = Object.entries(field).map(
    ([name, text]) => [name, toFieldValue(operation, name, text)] as const,
  );
  return { ...fromFile, ...Object.fromEntries(fromOptions) };
}

/** A text that is none of the field's type stays a text, and the client names the field. */
function toFieldValue({ fields }: Operation, name: string, text: string): unknown {
  const type = fields.get(name)?.type ?? "string";
  // An amount is decimal text whatever the wire has.
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
