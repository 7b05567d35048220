import { operations } from "../contract.generated.js";
import { InvalidOptionError } from "../errors.js";
import { checkKnownOptions } from "../known-options.js";
import { nearestWord } from "../nearest-word.js";
import { isDateFormat } from "../gateway-date.js";
import { isTimeZone } from "../time-zone.js";
import { isIdentity } from "../transaction.js";
import type { ContractOverride } from "./override.js";
import { redirectingOperations } from "./redirecting-operations.js";

/** Checks one part of an override. Throws `InvalidOptionError` when it is invalid. */
type Check = (value: unknown, option: string) => void;

const text = check(
  (value) => typeof value === "string" && value !== "",
  "must be a non-empty string.",
);
const flag = check((value) => typeof value === "boolean", "must be true or false.");
const length = check(
  (value) => value === null || (Number.isSafeInteger(value) && (value as number) >= 0),
  "must be a whole number of characters, or null.",
);
const type = oneOf(["string", "number", "boolean", "any"]);
// A field name of an HTTP header (RFC 9110, token).
const header = check(
  (value) => typeof value === "string" && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value),
  "must be a header name, such as X-Api-Key.",
);
const dotPath = check(
  (value) => typeof value === "string" && /^[^.]+(\.[^.]+)*$/.test(value),
  'must be field names separated by dots, such as "data.items".',
);

const readField = record({ name: text, required: flag, type });
const webhook = record({ at: dotPath, fields: each(readField) });
const response = record({ at: dotPath, fields: each(readField), redirect: flag });
const field = record({
  name: text,
  in: oneOf(["path", "query", "body"]),
  required: flag,
  type,
  pattern,
  minLength: length,
  maxLength: length,
  must: text,
});
const operation = record({
  method: oneOf(["GET", "POST", "PUT", "PATCH", "DELETE"]),
  path,
  envelope: check(
    (value) => value === null || (typeof value === "string" && value !== ""),
    "must be a field name, or null.",
  ),
  fields: each(field),
  response,
  movesMoney: flag,
});
const override = record({
  $schema: text,
  basePath,
  headers: record({ apiKey: header, signature: header }),
  operations: each(operation),
  fields: each(field),
  webhook,
  dateFormat: check(
    (value) => typeof value === "string" && isDateFormat(value),
    "must contain DD, MM and YYYY once each, such as YYYY-MM-DD.",
  ),
  timeZone: check(isTimeZone, "must be an IANA time zone, such as Europe/Berlin."),
  statuses: each(record({ final: flag })),
  types: each(record({})),
});

/**
 * Checks an override from an untyped source.
 *
 * @param option the option's name, for errors
 * @throws InvalidOptionError when a part of the override is invalid
 */
export function checkOverride(value: unknown, option: string): void {
  override(value, option);
  const given = value as ContractOverride & {
    operations?: Record<string, Record<string, unknown>>;
  };
  for (const [name, { required }] of Object.entries(given.webhook?.fields ?? {})) {
    if (required !== false || !isIdentity(name)) continue;
    throw new InvalidOptionError(
      `${option}.webhook.fields.${name}.required`,
      "must not be false: the field identifies a change, which could not be applied once without it.",
    );
  }
  for (const [id, one] of Object.entries(given.operations ?? {})) {
    checkOperation(id, one, `${option}.operations.${id}`);
  }
}

/** A new operation must be complete, which a misspelled name of a known one is not. */
function checkOperation(
  id: string,
  given: { response?: { redirect?: boolean }; [part: string]: unknown },
  option: string,
): void {
  if (given.response?.redirect === true && !redirectingOperations.includes(id)) {
    throw new InvalidOptionError(
      `${option}.response.redirect`,
      `is only allowed for ${redirectingOperations.join(", ")}, whose response is only the customer's page.`,
    );
  }
  if (!Object.hasOwn(operations, id)) {
    const missing = ["method", "path"].find((name) => given[name] === undefined);
    if (missing === undefined) return;
    const near = nearestWord(id, Object.keys(operations));
    throw new InvalidOptionError(
      option,
      near === undefined
        ? `is a new operation, so it needs a ${missing}. The library's operations are ${Object.keys(operations).join(", ")}.`
        : `is not an operation. Did you mean ${near}? A new operation needs a method and a path.`,
    );
  }
}

function check(isValid: (value: unknown) => boolean, problem: string): Check {
  return (value, option) => {
    if (!isValid(value)) throw new InvalidOptionError(option, problem);
  };
}

function oneOf(words: readonly string[]): Check {
  return check(
    (value) => words.includes(value as string),
    `must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}.`,
  );
}

function record(parts: Readonly<Record<string, Check>>): Check {
  return (value, option) => {
    const fields = toObject(value, option);
    checkKnownOptions(fields, Object.keys(parts), `${option}.`);
    for (const [name, part] of Object.entries(fields)) {
      if (part !== undefined) parts[name]?.(part, `${option}.${name}`);
    }
  };
}

function each(part: Check): Check {
  return (value, option) => {
    for (const [name, one] of Object.entries(toObject(value, option))) {
      if (name === "" || name === "__proto__") {
        throw new InvalidOptionError(option, "contains an entry with an invalid name.");
      }
      part(one, `${option}.${name}`);
    }
  };
}

function toObject(value: unknown, option: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new InvalidOptionError(option, "must be an object.");
  }
  return value as Record<string, unknown>;
}

function pattern(value: unknown, option: string): void {
  if (value === null) return;
  try {
    // oxlint-disable-next-line numipay/no-dynamic-regexp -- from the user's configuration
    if (typeof value === "string") return void new RegExp(value, "u");
  } catch {
    // Reported below.
  }
  throw new InvalidOptionError(option, "must be a regular expression as a string, or null.");
}

// A second slash or a backslash would address another host, which would receive the key; ".." would leave the base URL's path.
const isPath = (value: unknown): boolean =>
  typeof value === "string" &&
  /^\/(?![/\\])[^\\?#\s]*$/.test(value) &&
  !value.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment));

function path(value: unknown, option: string): void {
  if (isPath(value)) return;
  throw new InvalidOptionError(
    option,
    'must be a path that starts with a single "/", without query or fragment.',
  );
}

function basePath(value: unknown, option: string): void {
  if (value === "" || (isPath(value) && !(value as string).endsWith("/"))) return;
  throw new InvalidOptionError(
    option,
    'must be a path that starts with a single "/" and does not end with one, such as "/api/v2".',
  );
}
