import type { Candidate, Deviation } from "./deviation.js";
import { asIs, distinct } from "./deviation.js";

const takeBytes =
  "Something between the gateway and here parsed the body and wrote it anew. Verify the bytes as they came in, " +
  "before any body parser: mount @numipay's adapter first, or keep the raw body.";

/** How a number may have been written when it was signed. */
export function numberSerializations(source: string): Candidate<string>[] {
  const value = Number(source);
  const serializations = [
    String(value),
    ...[1, 2, 3].map((digits) => value.toFixed(digits)),
  ].filter((serialization) => Number(serialization) === value);
  const rewritten = (serialization: string): Deviation => ({
    code: "numbers-rewritten",
    found: `A number was signed as ${serialization} and stands here as ${source}.`,
    todo: takeBytes,
  });
  const unquoted = (serialization: string): Deviation => ({
    code: "text-became-number",
    found: `The text "${serialization}" was signed, and here stands the number ${source}.`,
    todo: `An amount is a text on the wire; a number loses its zeros. ${takeBytes}`,
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
type SpellString = (source: string) => string;

const canonical: SpellString = (source) => JSON.stringify(JSON.parse(source));

const escaped = (pattern: RegExp, isUpper = false): SpellString => {
  return (source) =>
    canonical(source).replace(pattern, (unit) => {
      const hex = unit.charCodeAt(0).toString(16).padStart(4, "0");
      return `\\u${isUpper ? hex.toUpperCase() : hex}`;
    });
};

const slashes = (spell: SpellString): SpellString => {
  return (source) => spell(source).replaceAll("/", "\\/");
};

const nonAscii = /[\u0080-\uffff]/g;
const forHtml = /[<>&\u2028\u2029]/g;
const forHtmlAndQuotes = /[<>&'+`\u0080-\uffff]/g;

/** How the strings may have been written when they were signed, all of them in one way. */
export const stringSerializations: readonly Candidate<SpellString>[] = [
  asIs<SpellString>((source) => source),
  variant(canonical, "without escapes, and here stand escapes such as \\u00e9 or \\/"),
  variant(
    escaped(nonAscii),
    "with letters such as é written \\u00e9, and here they stand as they are",
  ),
  variant(escaped(nonAscii, true), "with letters such as é written \\u00E9, and here they do not"),
  variant(slashes(canonical), "with each / written \\/, and here it stands as it is"),
  variant(
    slashes(escaped(nonAscii)),
    "with é written \\u00e9 and / written \\/, as PHP does, and here they are not",
  ),
  variant(
    escaped(forHtml),
    "with <, > and & written \\u003c and so on, and here they stand as they are",
  ),
  variant(
    escaped(forHtmlAndQuotes, true),
    "with &, + and é written \\u0026 and so on, as .NET does, and here they are not",
  ),
];

function variant(value: SpellString, how: string): Candidate<SpellString> {
  const found = `The text was signed ${how}.`;
  return { value, deviations: [{ code: "escapes-rewritten", found, todo: takeBytes }] };
}
