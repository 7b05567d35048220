import { operations } from "../contract.generated.js";
import { InvalidOptionError } from "../errors.js";
import { checkKnownOptions } from "../known-options.js";
import { nearestWord } from "../nearest-word.js";
import { isDateFormat } from "../gateway-date.js";
import { isTimeZone } from "../time-zone.js";
import { isIdentity } from "../transaction.js";
import type { ContractOverride } from "./override.js";
import { redirectingOperations } from "./redirecting-operations.js";

/** What each part of an override may be. */
type Check = (value: unknown, option: string) => void;

const text = check((value) => typeof value === "string" && value !== "", "must be a text.");
const flag = check((value) => typeof value === "boolean", "must be true or false.");
const length = check(
  (value) => value === null || (Number.isSafeInteger(value) && (value as number) >= 0),
  "must be a whole number of characters, or null.",
);
const type = oneOf(["string", "number", "boolean", "any"]);
// A field name of an HTTP header (RFC 9110, token).
const header = check(
  (value) => typeof value === "string" && /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value),
  "must be the name of a header, such as X-Api-Key.",
);
const way = check(
  (value) => typeof value === "string" && /^[^.]+(\.[^.]+)*$/.test(value),
  'must be names joined by dots, such as "data.items".',
);

const readField = record({ name: text, required: flag, type });
const webhook = record({ at: way, fields: each(readField) });
const response = record({ at: way, fields: each(readField), redirect: flag });
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
    "must be the name of a field, or null.",
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
    "must have DD, MM and YYYY, each once, such as YYYY-MM-DD.",
  ),
  timeZone: check(isTimeZone, "must be a time zone of the IANA list, such as Europe/Berlin."),
  statuses: each(record({ final: flag })),
  types: each(record({})),
});

/**
 * Checks an override, whatever it is.
 *
 * @param option the option's name, for errors
 * @throws InvalidOptionError naming the part that is wrong
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
      "must not be false: a change is known by this field, and could not be applied once without it.",
    );
  }
  for (const [id, one] of Object.entries(given.operations ?? {})) {
    checkOperation(id, one, `${option}.operations.${id}`);
  }
}

/** An operation of another name must be complete: a misspelled one is not. */
function checkOperation(
  id: string,
  given: { response?: { redirect?: boolean }; [part: string]: unknown },
  option: string,
): void {
  if (given.response?.redirect === true && !redirectingOperations.includes(id)) {
    throw new InvalidOptionError(
      `${option}.response.redirect`,
      `is for ${redirectingOperations.join(", ")}: only these send the customer to a page and return nothing else.`,
    );
  }
  if (!Object.hasOwn(operations, id)) {
    const missing = ["method", "path"].find((name) => given[name] === undefined);
    if (missing === undefined) return;
    const near = nearestWord(id, Object.keys(operations));
    throw new InvalidOptionError(
      option,
      near === undefined
        ? `needs a ${missing}, for the library knows no such operation. It knows ${Object.keys(operations).join(", ")}.`
        : `is no operation. Did you mean ${near}? A new operation needs a method and a path.`,
    );
  }
}

function check(holds: (value: unknown) => boolean, problem: string): Check {
  return (value, option) => {
    if (!holds(value)) throw new InvalidOptionError(option, problem);
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
        throw new InvalidOptionError(option, "holds an entry without a usable name.");
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
    // oxlint-disable-next-line numipay/no-dynamic-regexp -- the user's own
    if (typeof value === "string") return void new RegExp(value, "u");
  } catch {
    // Said below.
  }
  throw new InvalidOptionError(option, "must be a regular expression as text, or null.");
}

// A second slash or a backslash would name another host, which then got the key; ".." would leave the base URL's path.
const isPath = (value: unknown): boolean =>
  typeof value === "string" &&
  /^\/(?![/\\])[^\\?#\s]*$/.test(value) &&
  !value.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment));

function path(value: unknown, option: string): void {
  if (isPath(value)) return;
  throw new InvalidOptionError(
    option,
    'must be a path that begins with one "/", without query or fragment.',
  );
}

function basePath(value: unknown, option: string): void {
  if (value === "" || (isPath(value) && !(value as string).endsWith("/"))) return;
  throw new InvalidOptionError(
    option,
    'must be a path that begins with one "/" and ends without, such as "/api/v2".',
  );
}
