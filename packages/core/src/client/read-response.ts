import type { Operation } from "../protocol/contract/contract.js";
import { readField } from "../protocol/contract/read-field.js";
import { readBody } from "../protocol/contract/response.js";
import { parseExactJson, toPlainJson } from "../protocol/exact-json.js";
import { transactionFields } from "../protocol/transaction.js";

/**
 * The body of a response in the library's names. A string field that was sent as a number becomes a string with the same
 * digits; other mismatches stay as sent.
 *
 * @param parsed the value of `text`
 */
export function readResponse({ id, response }: Operation, text: string, parsed: unknown): unknown {
  const body = readBody(response, parsed);
  const texts = new Set(id === "listTransactions" ? transactionFields : []);
  for (const [name, { type }] of response.fields) if (type === "string") texts.add(name);
  const items: readonly unknown[] = Array.isArray(body) ? body : [body];
  if (!items.some((item) => hasNumber(item, texts))) return body;
  const exact = readBody(response, parseExactJson(text));
  return Array.isArray(exact) ? exact.map((item) => readItem(item, texts)) : readItem(exact, texts);
}

function hasNumber(item: unknown, texts: ReadonlySet<string>): boolean {
  if (typeof item !== "object" || item === null) return false;
  for (const name of texts) {
    if (typeof (item as Record<string, unknown>)[name] === "number") return true;
  }
  return false;
}

function readItem(item: unknown, texts: ReadonlySet<string>): unknown {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return toPlainJson(item);
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      (texts.has(name) ? readField(name, "string", value) : undefined) ?? toPlainJson(value),
    ]),
  );
}
