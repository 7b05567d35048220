import type { Shape } from "./shape.js";
import { toRegExp } from "./to-reg-exp.js";

/** The supported formats, the documented one first. */
const formats = ["-", "/", ".", ""].flatMap((separator) =>
  [
    ["DD", "MM", "YYYY"],
    ["MM", "DD", "YYYY"],
    ["YYYY", "MM", "DD"],
  ].map((parts) => parts.join(separator)),
);

/**
 * Finds the date format of a schema in its description, examples, pattern or `format`. Returns undefined if it has none,
 * or if ours fits. Returns an unsupported `format`, such as `date-time`, unchanged.
 */
export function findDateFormat(shape: Shape, ours: string): string | undefined {
  const {
    description,
    values,
    pattern,
    type,
    format = type === "string" ? undefined : type,
  } = shape;
  const named = fromWords(description);
  if (named !== undefined) return named;
  const candidates = formats.filter(
    (one) => values.every((value) => isWritten(value, one)) && fits(pattern, one),
  );
  const isShown = values.length > 0 || pattern !== undefined;
  if (isShown && candidates.length > 0) {
    return candidates.includes(ours) ? undefined : candidates[0];
  }
  return format === "date" ? "YYYY-MM-DD" : format;
}

function fromWords(text: string): string | undefined {
  const upper = text
    .replaceAll("%d", "DD")
    .replaceAll("%m", "MM")
    .replaceAll("%Y", "YYYY")
    .toUpperCase();
  return formats.find((format) => upper.includes(format));
}

/** Tests a day that every format writes differently. */
function fits(pattern: string | undefined, format: string): boolean {
  const form = pattern === undefined ? undefined : toRegExp(pattern);
  return form?.test(write(format, { DD: "31", MM: "12", YYYY: "2026" })) !== false;
}

function isWritten(value: string, format: string): boolean {
  if (value.length !== format.length) return false;
  const at = (part: string): string =>
    value.slice(format.indexOf(part), format.indexOf(part) + part.length);
  const [DD, MM, YYYY] = [at("DD"), at("MM"), at("YYYY")];
  const isNumber = [DD, MM, YYYY].every((part) => /^\d+$/.test(part));
  return (
    isNumber &&
    +DD >= 1 &&
    +DD <= 31 &&
    +MM >= 1 &&
    +MM <= 12 &&
    write(format, { DD, MM, YYYY }) === value
  );
}

function write(format: string, parts: { DD: string; MM: string; YYYY: string }): string {
  return format.replace("DD", parts.DD).replace("MM", parts.MM).replace("YYYY", parts.YYYY);
}
