import type { ContractField, Operation } from "@numipay/core/protocol";
import { ApiProblem } from "./api-problem.js";
import { envelopeOf, type ReadFields } from "./read-fields.js";
import { isJsonObject } from "./read-json.js";
import { readNumber } from "./read-number.js";

/**
 * Validates the fields of a request against the contract. Unknown fields pass, because the real gateway may have more.
 *
 * @returns the fields, with numbers as text
 * @throws ApiProblem (422) that names the field as on the wire, never its value, which may be a card number.
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
    ? ` The request has the envelope "${envelope}", which the contract override removes (contract.operations.${id}.envelope).`
    : "";
  const wireName = wireNameOf(name, field);
  return new ApiProblem(422, `${wireName} is missing.${hint}`, wireName);
}

function misplaced({ id }: Operation, name: string, field: ContractField): ApiProblem {
  const wireName = wireNameOf(name, field);
  const why =
    wireName === name
      ? `is missing in the ${field.in}, where the contract defines it; the request has it elsewhere`
      : `is missing. The request has ${name}, its name without the contract override`;
  return new ApiProblem(
    422,
    `${wireName} ${why} (contract.operations.${id}.fields.${name}).`,
    wireName,
  );
}

function validateField(name: string, value: unknown, field: ContractField): unknown {
  const wireName = wireNameOf(name, field);
  const refuse = (problem: string): never => {
    throw new ApiProblem(422, `${wireName} must ${problem}.`, wireName);
  };
  // Stricter than the contract, as is the URL below: databases change a NUL or an unpaired surrogate, and the webhook
  // would then name another order.
  if (typeof value === "string" && /[\p{Cc}\p{Cs}]/u.test(value)) {
    return refuse("not contain control characters");
  }
  if (field.type === "any") return value;
  if (field.type === "boolean") return readBoolean(value, field) ?? refuse("be true or false");
  if (field.type === "number") {
    const read = readNumber(value, { isAmount: name === "amount", isText: field.in !== "body" });
    return "text" in read ? read.text : refuse(read.problem);
  }
  if (typeof value !== "string") {
    const hint = typeof value === "number" ? `, or set contract.fields.${name}.type` : "";
    return refuse(`be a string${hint}`);
  }
  if (!hasForm(value, field) || (name === "return_url" && !URL.canParse(value))) {
    return refuse(field.must);
  }
  return value;
}

/** Schemas count characters, but `length` counts an emoji as two. */
function hasForm(value: string, { minLength, maxLength, pattern }: ContractField): boolean {
  const { length } = maxLength === Infinity ? value : Array.from(value);
  return length >= minLength && length <= maxLength && (pattern?.test(value) ?? true);
}

/** Query and path values are always strings. */
function readBoolean(value: unknown, field: ContractField): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (field.in === "body" || (value !== "true" && value !== "false")) return undefined;
  return value === "true";
}

function wireNameOf(name: string, field: ContractField): string {
  return field.in === "path" ? name : field.name;
}
