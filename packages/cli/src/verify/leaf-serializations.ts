import type { Candidate, Deviation } from "./deviation.js";
import { asIs, distinct } from "./deviation.js";

const useRawBytes =
  "Something parsed the body and serialized it again. Verify the raw bytes, before any body parser: mount @numipay's " +
  "adapter first, or keep the raw body.";

/** The possible serializations of a number when it was signed. */
export function numberSerializations(source: string): Candidate<string>[] {
  const value = Number(source);
  const serializations = [
    String(value),
    ...[1, 2, 3].map((digits) => value.toFixed(digits)),
  ].filter((serialization) => Number(serialization) === value);
  const rewritten = (serialization: string): Deviation => ({
    code: "numbers-rewritten",
    found: `A number was signed as ${serialization} but is ${source} in the body.`,
    todo: useRawBytes,
  });
  const unquoted = (serialization: string): Deviation => ({
    code: "text-became-number",
    found: `The string "${serialization}" was signed but is the number ${source} in the body.`,
    todo: `Amounts are strings, because a number loses its zeros. ${useRawBytes}`,
  });
  return distinct([
    asIs(source),
    ...serializations.map((serialization) => ({
      value: serialization,
      deviations: [rewritten(serialization)],
    })),
    ...[source, ...serializations].map((serialization) => ({
      value: `"${serialization}"`,
      deviations: [unquoted(serialization)],
    })),
  ]);
}

/** Rewrites the source of one JSON string. */
type SerializeString = (source: string) => string;

const canonical: SerializeString = (source) => JSON.stringify(JSON.parse(source));

const escaped = (pattern: RegExp, isUpper = false): SerializeString => {
  return (source) =>
    canonical(source).replace(pattern, (unit) => {
      const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
      return `\\u${isUpper ? hex.toUpperCase() : hex}`;
    });
};

const slashes = (serialize: SerializeString): SerializeString => {
  return (source) => serialize(source).replaceAll("/", "\\/");
};

const nonAscii = /[\u0080-\uffff]/g;
const forHtml = /[<>&\u2028\u2029]/g;
const forHtmlAndQuotes = /[<>&'+`\u0080-\uffff]/g;

/** The possible serializations of all strings when they were signed. */
export const stringSerializations: readonly Candidate<SerializeString>[] = [
  asIs<SerializeString>((source) => source),
  variant(canonical, "without escapes such as \\u00e9 or \\/"),
  variant(escaped(nonAscii), "with é escaped as \\u00e9"),
  variant(escaped(nonAscii, true), "with é escaped as \\u00E9"),
  variant(slashes(canonical), "with / escaped as \\/"),
  variant(slashes(escaped(nonAscii)), "with é escaped as \\u00e9 and / as \\/, as in PHP"),
  variant(escaped(forHtml), "with <, > and & escaped as \\u003c and so on"),
  variant(
    escaped(forHtmlAndQuotes, true),
    "with &, + and é escaped as \\u0026 and so on, as in .NET",
  ),
];

function variant(value: SerializeString, how: string): Candidate<SerializeString> {
  const found = `Strings were signed ${how}, but are written differently in the body.`;
  return { value, deviations: [{ code: "escapes-rewritten", found, todo: useRawBytes }] };
}
