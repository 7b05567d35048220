import { ApiProblem } from "./api-problem.js";

/** The fields of a request, as they came. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a field must be: the message completes "<field> must be …". */
interface Rule {
  readonly holds: (value: string) => boolean;
  readonly must: string;
}

const filled: Rule = { holds: (value) => value !== "", must: "be a text that is not empty" };

/** The forms that the contract gives, field by field. What has no rule needs only be a text. */
const rules: Readonly<Record<string, Rule>> = {
  tracking_id: {
    holds: (value) => value.length >= 1 && value.length <= 255,
    must: "be a text of 1 to 255 characters",
  },
  user_id: filled,
  provider_id: filled,
  transaction_id: filled,
  currency: {
    holds: (value) => /^[A-Z]{3}$/.test(value),
    must: "be three upper-case letters, such as EUR",
  },
  amount: {
    // That nothing at all cannot be paid is assumed.
    holds: (value) => /^(0|[1-9]\d*)(\.\d+)?$/.test(value) && /[1-9]/.test(value),
    must: 'be a decimal number above zero as text, such as "200.00"',
  },
  return_url: { holds: isWebAddress, must: "be an absolute http or https URL" },
  country: { holds: (value) => /^[A-Z]{2}$/.test(value), must: "be two upper-case letters" },
  email: { holds: (value) => /^[^@\s]+@[^@\s]+$/.test(value), must: "be an e-mail address" },
  card_number: { holds: (value) => /^\d{12,19}$/.test(value), must: "be 12 to 19 digits" },
  card_holder: filled,
  expiry_month: { holds: (value) => /^(0[1-9]|1[0-2])$/.test(value), must: "be 01 to 12" },
  expiry_year: { holds: (value) => /^\d{4}$/.test(value), must: "be four digits" },
  cvv: { holds: (value) => /^\d{3,4}$/.test(value), must: "be three or four digits" },
};

const optional = ["return_url", "country", "email"] as const;

/**
 * Checks the required fields, and the optional ones that are there. Fields that are not known are let through: the
 * real gateway may well have more. Throws an ApiProblem (422) that names the field; the value is never repeated.
 */
export function validateFields(fields: Fields, required: readonly string[]): void {
  for (const name of required) {
    if (fields[name] === undefined) throw new ApiProblem(422, `${name} is missing`, name);
    validateField(name, fields[name]);
  }
  for (const name of optional) {
    if (fields[name] !== undefined) validateField(name, fields[name]);
  }
}

function validateField(name: string, value: unknown): void {
  const rule = rules[name];
  if (typeof value !== "string") throw new ApiProblem(422, `${name} must be a text`, name);
  // A NUL or half a surrogate pair comes back changed from a database, and the webhook would name another order.
  if (/[\p{Cc}\p{Cs}]/u.test(value)) {
    throw new ApiProblem(422, `${name} must hold no control characters`, name);
  }
  if (rule !== undefined && !rule.holds(value)) {
    throw new ApiProblem(422, `${name} must ${rule.must}`, name);
  }
}

/** A `javascript:` address would run on the cashier's own page. */
function isWebAddress(value: string): boolean {
  return URL.canParse(value) && ["http:", "https:"].includes(new URL(value).protocol);
}
