import { digitsOf, toPlainJson } from "../exact-json.js";
import { toPrintable } from "../printable.js";
import { isIdentity, transactionFields } from "../transaction.js";
import { readField } from "./read-field.js";
import type { ReadField, ReadShape } from "./read-shape.js";
import type { Transaction } from "./wire-types.js";

/** A transaction, or what keeps a value from being one. */
export type TransactionReading = { transaction: Transaction } | { problem: string };

/**
 * Reads a transaction by a contract: what is unambiguous is put into the library's types, and nothing is guessed.
 *
 * @param body in the library's names, its numbers as `parseExactJson` gives them
 */
export function readTransaction({ fields }: ReadShape, body: unknown): TransactionReading {
  if (!isRecord(body)) return { problem: `${describe(body)} is no transaction` };
  for (const [name, field] of fields) {
    const problem = findProblem(name, field, body);
    if (problem !== undefined) return { problem };
  }
  const read = Object.entries(body).map(([name, value]) => {
    const field = fields.get(name);
    const isRead = field !== undefined && value !== null;
    return [name, isRead ? readField(name, field.type, value) : toPlainJson(value)] as const;
  });
  // fromEntries, not assignment: an own `__proto__` stays data.
  return { transaction: Object.fromEntries(read) as unknown as Transaction };
}

/** The end of a problem where nothing of a transaction is in the body of a webhook itself; else empty. */
export function wrappedHint(body: unknown): string {
  const isBare = isRecord(body) && transactionFields.some((name) => Object.hasOwn(body, name));
  return isBare ? "" : "; set contract.webhook.at if the transaction is further inside";
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
      : `; set ${option}.required to false if the gateway may leave it out`;
    if (value === null) return `${name} is null${relax}`;
    const rename = `; set ${option}.name if its name is another`;
    return `no ${name}${namesIn(sent)}${rename}${relax}`;
  }
  if (readField(name, type, value) === undefined) {
    if (transactionFields.includes(name)) return `${name} is ${describe(value)}, not a text`;
    return `${name} is ${describe(value)}; set ${option}.type if that is right`;
  }
  return value === "" && isIdentity(name) ? `${name} is empty` : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const mostNames = 8;

function namesIn(sent: object): string {
  const names = Object.keys(sent).slice(0, mostNames);
  return names.length === 0 ? "" : ` (there is ${toPrintable(names.join(", "), 200)})`;
}

/** What a value is, without the value: it may be a customer's. */
function describe(value: unknown): string {
  const digits = digitsOf(value);
  if (digits !== undefined || typeof value === "number") {
    if (/[eE]/.test(digits ?? "")) return "a number with an exponent";
    return digits?.startsWith("-") === true ? "a number below zero" : "a number";
  }
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a text";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
