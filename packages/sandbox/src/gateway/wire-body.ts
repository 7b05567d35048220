import { type ReadShape, writeBody } from "@numipay/core/protocol";
import { compareDecimals, isDecimal } from "./decimal.js";

/** Serializes a body in the library's names and texts as the contract defines it. */
export function toWireBody(shape: ReadShape, body: unknown): unknown {
  const typed = Array.isArray(body)
    ? body.map((item) => toTyped(shape, item))
    : toTyped(shape, body);
  return writeBody(shape, typed);
}

function toTyped({ fields }: ReadShape, body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, toType(value, fields.get(name)?.type)]),
  );
}

function toType(value: unknown, type: string | undefined): unknown {
  if (typeof value !== "string") return value;
  if (type === "number" && isJsonNumber(value)) return Number(value);
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}

/** Whether a JSON number represents a text exactly. `"007"` and texts of more than 15 digits are not. */
export function isJsonNumber(text: string): boolean {
  const written = String(Number(text));
  return (
    /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) &&
    isDecimal(written) &&
    compareDecimals(written, text) === 0
  );
}
