import type { ContractField, Operation } from "@numipay/core/protocol";
import { ApiProblem } from "./api-problem.js";
import { envelopeOf, type ReadFields } from "./read-fields.js";
import { isJsonObject } from "./read-json.js";
import { readNumber } from "./read-number.js";

/**
 * Checks the fields of a request against the contract. Fields that it does not know are let through: the real gateway may
 * well have more.
 *
 * @returns the fields, with their numbers as text
 * @throws ApiProblem (422) that names the field as it is on the wire; never its value, which may be a card
 */
export function validateFields(operation: Operation, read: ReadFields): Record<string, unknown> {
  const fields: Record<string, unknown> = { ...read.fields };
  for (const [name, field] of operation.fields) {
    if (read.misplaced.has(name)) throw misplaced(operation, name, field);
    if (fields[name] !== undefined) fields[name] = validateField(name, fields[name], field);
    else if (field.isRequired) throw missing(operation, name, field, read);
  }
  return fields;
}

function missing(
  { id }: Operation,
  name: string,
  field: ContractField,
  { fields }: ReadFields,
): ApiProblem {
  const envelope = envelopeOf(id);
  const isEnveloped = envelope !== null && isJsonObject(fields[envelope]);
  const hint = isEnveloped
    ? `. The request has "${envelope}", an envelope that the contract override takes away (contract.operations.${id}.envelope)`
    : "";
  const wireName = wireNameOf(name, field);
  return new ApiProblem(422, `${wireName} is missing${hint}`, wireName);
}

function misplaced({ id }: Operation, name: string, field: ContractField): ApiProblem {
  const wireName = wireNameOf(name, field);
  const why =
    wireName === name
      ? `is missing in the ${field.in}, where the contract has it; the request has it elsewhere`
      : `is missing. The request has ${name}, its name without the contract override`;
  return new ApiProblem(
    422,
    `${wireName} ${why} (contract.operations.${id}.fields.${name})`,
    wireName,
  );
}

function validateField(name: string, value: unknown, field: ContractField): unknown {
  const wireName = wireNameOf(name, field);
  const refuse = (problem: string): never => {
    throw new ApiProblem(422, `${wireName} must ${problem}`, wireName);
  };
  // Beyond the contract, as is the URL below: a NUL or half a surrogate pair comes back changed from a database, and
  // the webhook would name another order.
  if (typeof value === "string" && /[\p{Cc}\p{Cs}]/u.test(value)) {
    return refuse("hold no control characters");
  }
  if (field.type === "any") return value;
  if (field.type === "boolean") return readBoolean(value, field) ?? refuse("be true or false");
  if (field.type === "number") {
    const read = readNumber(value, { isAmount: name === "amount", isText: field.in !== "body" });
    return "text" in read ? read.text : refuse(read.problem);
  }
  if (typeof value !== "string") {
    const hint = typeof value === "number" ? `; or set contract.fields.${name}.type` : "";
    return refuse(`be a text${hint}`);
  }
  if (!hasForm(value, field) || (name === "return_url" && !URL.canParse(value))) {
    return refuse(field.must);
  }
  return value;
}

/** A schema counts characters; `length` counts an emoji as two. */
function hasForm(value: string, { minLength, maxLength, pattern }: ContractField): boolean {
  const { length } = maxLength === Infinity ? value : Array.from(value);
  return length >= minLength && length <= maxLength && (pattern?.test(value) ?? true);
}

/** A query or a path has texts alone. */
function readBoolean(value: unknown, field: ContractField): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (field.in === "body" || (value !== "true" && value !== "false")) return undefined;
  return value === "true";
}

function wireNameOf(name: string, field: ContractField): string {
  return field.in === "path" ? name : field.name;
}
