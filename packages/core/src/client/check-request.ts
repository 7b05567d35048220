import { toAmount } from "../protocol/amount.js";
import type { ContractField, Operation } from "../protocol/contract/contract.js";
import { isExactNumber } from "../protocol/contract/request.js";
import { InvalidArgumentError } from "../protocol/errors.js";

/**
 * The request's fields by the library's names: required ones there, each well formed, the amount a text. Fields that the
 * contract does not know go through untouched.
 *
 * @throws InvalidArgumentError naming the field. No message repeats a value: it may be a card
 */
export function checkRequest(operation: Operation, request: object): Record<string, unknown> {
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    throw new InvalidArgumentError("request", "give an object.");
  }
  const fields: Record<string, unknown> = { ...request };
  for (const [name, field] of operation.fields) {
    if (fields[name] === undefined) {
      if (!field.isRequired) continue;
      const sentAs = field.name === name ? "" : `, which sends it as ${field.name}`;
      throw new InvalidArgumentError(name, `${operation.id} needs it${sentAs}.`);
    }
    // The number of an amount is made exact here, whatever the wire has.
    if (name === "amount" && field.type !== "any") fields[name] = toAmount(fields[name]);
    const problem = problemOf(name, fields[name], field, operation);
    if (problem !== undefined) throw new InvalidArgumentError(name, problem);
  }
  requireJson(fields);
  return fields;
}

/**
 * A tracking_id that can be part of a path.
 *
 * @throws InvalidArgumentError
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
      : "has more digits than a JSON number keeps, which the contract override asks for.";
  }
  if (type === "number") {
    return typeof value === "number" && Number.isFinite(value)
      ? undefined
      : "must be a number, by the contract override.";
  }
  const rule = `must ${field.must}.${overrideHint(name, operation)}`;
  if (typeof value !== "string") return `${rule} It was given as ${describe(value)}.`;
  return hasForm(value, field) && (name !== "return_url" || URL.canParse(value)) ? undefined : rule;
}

function hasForm(value: string, { minLength, maxLength, pattern }: ContractField): boolean {
  // A schema counts characters; `length` counts an emoji as two.
  const { length } = maxLength === Infinity ? value : Array.from(value);
  const isLong = length >= Math.max(minLength, 1) && length <= maxLength;
  return isLong && (pattern === undefined || pattern.test(value));
}

function overrideHint(name: string, { id }: Operation): string {
  return name === "tracking_id"
    ? ""
    : ` If the gateway takes another form, set contract.operations.${id}.fields.${name}.`;
}

function describe(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
}

function trackingIdProblem(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "" || value.length > 255) {
    return "give your own id of the transaction, a text of 1 to 255 characters.";
  }
  return isPathPart(value) ? undefined : notInPath;
}

const notInPath = "may not be a dot or two, nor hold control characters or broken ones.";

/** As a path, "." and ".." would ask for something else; half a surrogate pair cannot be written into one. */
function isPathPart(value: unknown): boolean {
  const text = String(value);
  return text !== "" && text !== "." && text !== ".." && !/[\p{Cc}\p{Cs}]/u.test(text);
}

function requireJson(fields: object): void {
  try {
    JSON.stringify(fields);
  } catch {
    throw new InvalidArgumentError("request", "holds what JSON cannot say: a bigint or a circle.");
  }
}
