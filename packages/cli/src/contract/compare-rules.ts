import type { FieldOverride } from "@numipay/core";
import { type Difference, toDifference } from "./difference.js";
import type { OwnInput } from "./own-operation.js";
import type { Shape } from "./shape.js";
import type { TheirInput } from "./their-inputs.js";
import { toRegExp } from "./to-reg-exp.js";

/** Compares the rules of a string field. A file without rules does not contradict ours. */
export function compareRules(
  { shape: own }: OwnInput,
  { shape: their }: TheirInput,
  base: Pick<Difference, "operation" | "place" | "provenance">,
  change: (part: FieldOverride) => Difference["override"],
): Difference[] {
  const rules = toRules(own, their);
  if (Object.keys(rules).length === 0) return [];
  return [
    toDifference({
      ...base,
      kind: "rule",
      ours: describe(own),
      theirs: describe(their),
      isBreaking: rules.pattern !== undefined || isNarrower(own, their),
      override: change(rules),
    }),
  ];
}

function toRules(own: Shape, their: Shape): FieldOverride {
  const { minLength, maxLength, values, isEnum } = their;
  if (isEnum) {
    const pattern = `^(?:${values.map(escapeText).join("|")})$`;
    if (isSamePattern(own, pattern)) return {};
    return {
      pattern,
      ...(own.minLength !== undefined && { minLength: null }),
      ...(own.maxLength !== undefined && { maxLength: null }),
      must: `be one of ${values.join(", ")}`,
    };
  }
  return {
    ...(isNewLength(own.minLength, minLength, 1) && { minLength: minLength ?? null }),
    ...(isNewLength(own.maxLength, maxLength, undefined) && { maxLength: maxLength ?? null }),
    ...toPattern(own, their),
  };
}

/** Our pattern is wrong if it rejects one of their examples, or every string of a length that they allow. */
function toPattern(own: Shape, their: Shape): FieldOverride {
  if (their.pattern !== undefined) {
    return isSamePattern(own, their.pattern) ? {} : { pattern: their.pattern };
  }
  const refuses = (text: string): boolean => !matches(own.pattern, text);
  const lengths = [their.minLength, their.maxLength].filter((one) => one !== undefined);
  const letters = (length: number): string => "A".repeat(Math.min(length, maxSampleLength));
  const takesLetters = Array.from({ length: maxSampleLength }, (_, n) => letters(n + 1)).some(
    (text) => !refuses(text),
  );
  // Generators fill in "string" as an example.
  const examples = their.values.filter((value) => value !== "string");
  const isTooNarrow =
    examples.some(refuses) ||
    (takesLetters && lengths.some((length) => length > 0 && refuses(letters(length))));
  return isTooNarrow ? { pattern: null } : {};
}

const maxSampleLength = 64;

/** True if the library rejects lengths that they accept. */
function isNarrower(own: Shape, their: Shape): boolean {
  return (
    (their.maxLength ?? 0) > (own.maxLength ?? Infinity) ||
    Math.max(their.minLength ?? Infinity, 1) < (own.minLength ?? 0)
  );
}

function isNewLength(
  own: number | undefined,
  their: number | undefined,
  none: number | undefined,
): boolean {
  if (their === undefined) return false;
  // An empty string is never sent.
  return none === undefined ? their !== own : Math.max(their, none) !== Math.max(own ?? 0, none);
}

function isSamePattern({ pattern }: Shape, other: string): boolean {
  return pattern !== undefined && (pattern === other || pattern === toRegExp(other)?.source);
}

function matches(pattern: string | undefined, text: string): boolean {
  return pattern === undefined || toRegExp(pattern)?.test(text) !== false;
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

function describe({ pattern, minLength, maxLength, values, isEnum }: Shape): string {
  const parts = [
    ...(pattern === undefined ? [] : [pattern]),
    ...(minLength === undefined ? [] : [`at least ${minLength} characters`]),
    ...(maxLength === undefined ? [] : [`at most ${maxLength} characters`]),
    ...(values.length === 0 ? [] : [`${isEnum ? "one of" : "such as"} ${values.join(", ")}`]),
  ];
  return parts.length === 0 ? "any text" : parts.join(", ");
}
