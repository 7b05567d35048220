import { toAmount } from "../protocol/amount.js";
import type { ContractField, Operation } from "../protocol/contract/contract.js";
import { isExactNumber } from "../protocol/contract/request.js";
import { InvalidArgumentError } from "../protocol/errors.js";

/**
 * Checks a request against the contract and returns its fields, with the amount as a string. Unknown fields pass through
 * unchanged.
 *
 * @throws InvalidArgumentError when a field is missing or invalid. The message never includes a value: it could be a card number
 */
export function checkRequest(operation: Operation, request: object): Record<string, unknown> {
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    throw new InvalidArgumentError("request", "must be an object.");
  }
  const fields: Record<string, unknown> = { ...request };
  for (const [name, field] of operation.fields) {
    if (fields[name] === undefined) {
      if (!field.isRequired) continue;
      const sentAs = field.name === name ? "" : ` (sent as ${field.name})`;
      throw new InvalidArgumentError(name, `is required by ${operation.id}${sentAs}.`);
    }
    // An amount becomes an exact decimal string here, whatever its type on the wire.
    if (name === "amount" && field.type !== "any")
      fields[name] = toAmount(fields[name], fields["currency"]);
    const problem = problemOf(name, fields[name], field, operation);
    if (problem !== undefined) throw new InvalidArgumentError(name, problem);
  }
  requireJson(fields);
  return fields;
}

/**
 * Returns the tracking_id if it can be part of a path.
 *
 * @throws InvalidArgumentError when it is not a string of 1 to 255 characters, or cannot be part of a path
 */
export function checkTrackingId(value: unknown): string {
  const problem = trackingIdProblem(value);
  if (problem !== undefined) throw new InvalidArgumentError("tracking_id", problem);
  return value as string;
}

function problemOf(
  name: string,
  value: unknown,
  field: ContractField,
  operation: Operation,
): string | undefined {
  const { type } = field;
  if (name === "tracking_id" && type === "string") {
    const problem = trackingIdProblem(value);
    if (problem !== undefined) return problem;
  }
  if (field.in === "path" && !isPathPart(value)) return notInPath;
  if (type === "any") return undefined;
  if (type === "boolean") return typeof value === "boolean" ? undefined : "must be true or false.";
  if (type === "number" && name === "amount") {
    return isExactNumber(value as string)
      ? undefined
      : "has more digits than a JSON number can hold. The contract override sends it as a number.";
  }
  if (type === "number") {
    return typeof value === "number" && Number.isFinite(value)
      ? undefined
      : "must be a number, as defined by the contract override.";
  }
  const rule = `must ${field.must}.${overrideHint(name, operation)}`;
  if (typeof value !== "string") return `${rule} Received ${describe(value)}.`;
  if (!hasForm(value, field)) return rule;
  return name === "return_url" ? returnUrlProblem(value, rule) : undefined;
}

function returnUrlProblem(value: string, rule: string): string | undefined {
  if (!URL.canParse(value)) return rule;
  const { username, password } = new URL(value);
  if (username === "" && password === "") return undefined;
  return "must not contain a user name or password, because customers see it.";
}

function hasForm(value: string, { minLength, maxLength, pattern }: ContractField): boolean {
  // JSON Schema counts characters; `length` counts an emoji as two.
  const { length } = maxLength === Infinity ? value : Array.from(value);
  const isLong = length >= Math.max(minLength, 1) && length <= maxLength;
  return isLong && (pattern === undefined || pattern.test(value));
}

function overrideHint(name: string, { id }: Operation): string {
  return name === "tracking_id"
    ? ""
    : ` If the gateway accepts a different form, set contract.operations.${id}.fields.${name}.`;
}

function describe(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
}

function trackingIdProblem(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "" || value.length > 255) {
    return "must be your own id of the transaction, a string of 1 to 255 characters.";
  }
  return isPathPart(value) ? undefined : notInPath;
}

const notInPath =
  'must not be "." or "..", and must not contain control characters or lone surrogates.';

/** In a path, "." and ".." would address another resource, and a lone surrogate cannot be encoded. */
function isPathPart(value: unknown): boolean {
  const text = String(value);
  return text !== "" && text !== "." && text !== ".." && !/[\p{Cc}\p{Cs}]/u.test(text);
}

function requireJson(fields: object): void {
  try {
    JSON.stringify(fields);
  } catch {
    throw new InvalidArgumentError(
      "request",
      "cannot be serialized as JSON: it contains a bigint or a circular reference.",
    );
  }
}
