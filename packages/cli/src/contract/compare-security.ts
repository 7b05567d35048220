import type { Contract } from "@numipay/core/protocol";
import { type Difference, toDifference } from "./difference.js";
import type { Operation } from "./list-operations.js";
import { follow, type Json, toJson } from "./read-contract.js";

/** Schemes that are required together. */
type Alternative = readonly Json[];

/** The headers with an API key, declared as schemes or as parameters. */
export function listKeyHeaders(document: Json, operations: readonly Operation[]): string[] {
  const declared = Object.values(schemesOf(document)).filter(isKeyInHeader).map(nameOf);
  const parameters = operations
    .flatMap(({ parameters: all }) => all)
    .filter(({ in: place, name }) => place === "header" && isKeyName(name))
    .map(({ name }) => name);
  return [...new Set([...declared, ...parameters])];
}

/** Compares the header of the API key. */
export function compareSecurity(
  document: Json,
  keyHeaders: readonly string[],
  { headers }: Contract,
): Difference[] {
  const own = headers.apiKey;
  const alternatives = listAlternatives(document);
  const keys =
    alternatives.length === 0
      ? keyHeaders
      : alternatives.flatMap(([scheme = {}, ...others]) =>
          others.length === 0 && isKeyInHeader(scheme) ? [nameOf(scheme)] : [],
        );
  const isSame = keys.some((name) => name.toLowerCase() === own.toLowerCase());
  if (isSame || alternatives.length + keys.length === 0) return [];
  const [apiKey] = keys;
  const all = alternatives.map((schemes) => schemes.map(describe).join(" with "));
  return [
    toDifference({
      kind: "security",
      operation: "(all)",
      place: "header",
      ours: own,
      theirs: apiKey ?? `not a single key in a header, but ${all.join(" or ")}`,
      provenance: "documented",
      isBreaking: true,
      override: apiKey === undefined ? null : { headers: { apiKey } },
    }),
  ];
}

/** The requirements of the file, or of its first operation with any, or else each scheme on its own. */
function listAlternatives(document: Json): Alternative[] {
  const schemes = schemesOf(document);
  const inOperations = Object.values(toJson(document["paths"]))
    .flatMap((item) => Object.values(toJson(item)))
    .map((operation) => toJson(operation)["security"]);
  const demanded = [document["security"], ...inOperations].find(
    (one) => Array.isArray(one) && one.length > 0,
  );
  const alternatives = ((demanded ?? []) as unknown[])
    .map((one) =>
      Object.keys(toJson(one))
        .map((name) => schemes[name])
        .filter((scheme) => scheme !== undefined),
    )
    .filter((one) => one.length > 0);
  return alternatives.length > 0 ? alternatives : Object.values(schemes).map((one) => [one]);
}

function schemesOf(document: Json): Record<string, Json> {
  const all = Object.entries(toJson(toJson(document["components"])["securitySchemes"]));
  return Object.fromEntries(all.map(([name, scheme]) => [name, follow(document, scheme)]));
}

function isKeyInHeader(scheme: Json): boolean {
  return scheme["type"] === "apiKey" && scheme["in"] === "header";
}

function nameOf(scheme: Json): string {
  return String(scheme["name"]);
}

function isKeyName(name: string): boolean {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z]/g, "")
    .includes("apikey");
}

function describe(scheme: Json): string {
  const words = ["type", "scheme", "in", "name"].map((name) => scheme[name]);
  return words.filter((word) => typeof word === "string").join(" ");
}
