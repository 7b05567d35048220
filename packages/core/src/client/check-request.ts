import { toAmount } from "../protocol/amount.js";
import { operations } from "../protocol/contract.generated.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import type { OperationId } from "./settings.js";

type Check = (value: unknown) => string | undefined;

const text: Check = (value) =>
  typeof value === "string" && value !== "" ? undefined : "give it as a text that is not empty.";

const pattern = (form: RegExp, problem: string): Check => {
  return (value) => (typeof value === "string" && form.test(value) ? undefined : problem);
};

const pageUrl: Check = (value) =>
  typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
    ? undefined
    : "give an absolute http(s) address.";

/** What each field must be. No message repeats a value: it may be a card. */
const checks: Record<string, Check> = {
  tracking_id: trackingIdProblem,
  transaction_id: text,
  user_id: text,
  currency: pattern(/^[A-Z]{3}$/, "give three upper-case letters of ISO 4217, such as EUR."),
  provider_id: text,
  return_url: pageUrl,
  country: pattern(/^[A-Z]{2}$/, "give two upper-case letters of ISO 3166-1, such as DE."),
  email: pattern(/^[^\s@]+@[^\s@]+$/, "give an e-mail address."),
  card_number: pattern(/^\d{12,19}$/, "give 12 to 19 digits as text, without blanks."),
  card_holder: text,
  expiry_month: pattern(/^(0[1-9]|1[0-2])$/, "give two digits as text, 01 to 12."),
  expiry_year: pattern(/^\d{4}$/, "give four digits as text."),
  cvv: pattern(/^\d{3,4}$/, "give three or four digits as text."),
};

/**
 * The request as it goes on the wire: required fields there, each field well formed, the amount a text. Fields that the
 * contract does not know go through untouched.
 *
 * @throws InvalidArgumentError naming the field
 */
export function checkRequest(operation: OperationId, request: object): Record<string, unknown> {
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    throw new InvalidArgumentError("request", "give an object.");
  }
  const fields: Record<string, unknown> = { ...request };
  for (const field of operations[operation].required) {
    if (fields[field] === undefined) {
      throw new InvalidArgumentError(field, `${operation} needs it.`);
    }
  }
  if (fields["amount"] !== undefined) fields["amount"] = toAmount(fields["amount"]);
  for (const [field, check] of Object.entries(checks)) {
    const problem = fields[field] === undefined ? undefined : check(fields[field]);
    if (problem !== undefined) throw new InvalidArgumentError(field, problem);
  }
  requireJson(fields);
  return fields;
}

/**
 * A tracking_id that can stand in a path.
 *
 * @throws InvalidArgumentError
 */
export function checkTrackingId(value: unknown): string {
  const problem = trackingIdProblem(value);
  if (problem !== undefined) throw new InvalidArgumentError("tracking_id", problem);
  return value as string;
}

function trackingIdProblem(value: unknown): string | undefined {
  if (typeof value !== "string" || value === "" || value.length > 255) {
    return "give your own id of the transaction, a text of 1 to 255 characters.";
  }
  // As a path, "." and ".." would ask for something else; half a surrogate pair cannot be written into one.
  if (value === "." || value === ".." || /[\p{Cc}\p{Cs}]/u.test(value)) {
    return "may not be a dot or two, nor hold control characters or broken ones.";
  }
  return undefined;
}

function requireJson(fields: object): void {
  try {
    JSON.stringify(fields);
  } catch {
    throw new InvalidArgumentError("request", "holds what JSON cannot say: a bigint or a circle.");
  }
}
