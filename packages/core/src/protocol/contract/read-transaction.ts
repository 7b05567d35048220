import { digitsOf, toPlainJson } from "../exact-json.js";
import { toPrintable } from "../printable.js";
import { isIdentity, transactionFields } from "../transaction.js";
import { readField } from "./read-field.js";
import type { ReadField, ReadShape } from "./read-shape.js";
import type { Transaction } from "./wire-types.js";

/** A transaction, or why a value is not one. */
export type TransactionReading = { transaction: Transaction } | { problem: string };

/**
 * Reads a transaction according to a contract. Unambiguous values are converted to the library's types; nothing is guessed.
 *
 * @param body in the library's names, with numbers as `parseExactJson` returns them
 */
export function readTransaction({ fields }: ReadShape, body: unknown): TransactionReading {
  if (!isRecord(body)) return { problem: `expected a transaction, but received ${describe(body)}` };
  for (const [name, field] of fields) {
    const problem = findProblem(name, field, body);
    if (problem !== undefined) return { problem };
  }
  const read = Object.entries(body).map(([name, value]) => {
    const field = fields.get(name);
    const isRead = field !== undefined && value !== null;
    return [name, isRead ? readField(name, field.type, value) : toPlainJson(value)] as const;
  });
  // fromEntries, not assignment, so that an own `__proto__` stays data.
  return { transaction: Object.fromEntries(read) as unknown as Transaction };
}

/** The end of a problem if a webhook's body has no field of a transaction at the top level; otherwise empty. */
export function wrappedHint(body: unknown): string {
  const isBare = isRecord(body) && transactionFields.some((name) => Object.hasOwn(body, name));
  return isBare ? "" : "; set contract.webhook.at if the transaction is nested deeper";
}

function findProblem(
  name: string,
  { isRequired, type }: ReadField,
  sent: Readonly<Record<string, unknown>>,
): string | undefined {
  const option = `contract.webhook.fields.${name}`;
  const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
  if (value === undefined || value === null) {
    if (!isRequired) return undefined;
    const relax = isIdentity(name)
      ? ""
      : `; set ${option}.required to false if the gateway may omit it`;
    if (value === null) return `${name} is null${relax}`;
    const rename = `; set ${option}.name if it has a different name`;
    return `${name} is missing${namesIn(sent)}${rename}${relax}`;
  }
  if (readField(name, type, value) === undefined) {
    if (transactionFields.includes(name)) return `${name} is ${describe(value)}, not a string`;
    return `${name} is ${describe(value)}; set ${option}.type if that is correct`;
  }
  return value === "" && isIdentity(name) ? `${name} is empty` : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const mostNames = 8;

function namesIn(sent: object): string {
  const names = Object.keys(sent).slice(0, mostNames);
  return names.length === 0 ? "" : ` (the fields are ${toPrintable(names.join(", "), 200)})`;
}

/** Describes the type of a value, without the value: it may be personal data. */
function describe(value: unknown): string {
  const digits = digitsOf(value);
  if (digits !== undefined || typeof value === "number") {
    if (/[eE]/.test(digits ?? "")) return "a number with an exponent";
    return digits?.startsWith("-") === true ? "a negative number" : "a number";
  }
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "string") return "a string";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
