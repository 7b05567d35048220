import { fieldRules, type FieldRule } from "@numipay/core/protocol";
import { ApiProblem } from "./api-problem.js";

/** The fields of a request, as they came. */
export type Fields = Readonly<Record<string, unknown>>;

/** What an operation takes, as the contract has it. */
export interface ExpectedFields {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

type Check = (value: string) => boolean;

// Once for all requests: the forms come out of the contract as texts.
const checks = new Map(Object.entries(fieldRules).map(([name, rule]) => [name, toCheck(rule)]));

/**
 * Checks the required fields, and the optional ones that are there, against the contract. Fields that it does not know
 * are let through: the real gateway may well have more. Throws an ApiProblem (422) that names the field; the value is
 * never repeated, it may be a card.
 */
export function validateFields(fields: Fields, { required, optional }: ExpectedFields): void {
  for (const name of required) {
    if (fields[name] === undefined) throw new ApiProblem(422, `${name} is missing`, name);
    validateField(name, fields[name]);
  }
  for (const name of optional) {
    if (fields[name] !== undefined) validateField(name, fields[name]);
  }
}

function validateField(name: string, value: unknown): void {
  if (typeof value !== "string") throw new ApiProblem(422, `${name} must be a text`, name);
  // Beyond the contract, as is the URL below: a NUL or half a surrogate pair comes back changed from a database, and
  // the webhook would name another order.
  if (/[\p{Cc}\p{Cs}]/u.test(value)) {
    throw new ApiProblem(422, `${name} must hold no control characters`, name);
  }
  const holds = checks.get(name)?.(value) ?? true;
  if (!holds || (name === "return_url" && !URL.canParse(value))) {
    throw new ApiProblem(422, `${name} must ${fieldRules[name]?.must}`, name);
  }
}

/** A schema counts characters; `length` counts an emoji as two. */
function toCheck({ minLength = 0, maxLength = Infinity, pattern = "" }: FieldRule): Check {
  // oxlint-disable-next-line numipay/no-dynamic-regexp -- the contract's patterns, which a test holds to the rules for literals
  const form = new RegExp(pattern, "u");
  return (value) => {
    const { length } = maxLength === Infinity ? value : Array.from(value);
    return length >= minLength && length <= maxLength && form.test(value);
  };
}
