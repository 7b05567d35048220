import { compareOperations } from "./compare-operations.js";
import { type Difference, noOption } from "./difference.js";
import { listOperations } from "./list-operations.js";
import { type Match, matchOperations } from "./match-operations.js";
import { follow, type Json, toJson } from "./read-contract.js";

/** All that another contract says otherwise than ours. */
export interface ContractDiff {
  readonly differences: readonly Difference[];
  /** Which of their operations each of ours was compared with, and how it was found. */
  readonly matches: readonly { operation: string; with: string | null; by: Match["by"] }[];
}

/**
 * Compares the contract that the library is built on with the gateway's own.
 *
 * @throws CommandFailure for a file that refers to others, or a `map` that fits neither
 */
export function diffContracts(
  ours: Json,
  theirs: Json,
  map: Readonly<Record<string, string>> = {},
): ContractDiff {
  const [own, other] = [listOperations(ours, "paths"), listOperations(theirs, "paths")];
  const matches = matchOperations(own, other, map);
  const taken = new Set(matches.map((match) => match.theirs));
  const unknown = other
    .filter((operation) => !taken.has(operation))
    .map(({ method, path, operationId }): Difference => ({
      kind: "operation-unknown",
      operation: operationId ?? `${method} ${path}`,
      place: "",
      ours: null,
      theirs: `${method} ${path}`,
      provenance: null,
      isBreaking: false,
      remedy:
        "The client has no call for it. If it is one of ours under another name, say so with --map.",
    }));
  const hooks = listOperations(theirs, "webhooks");
  const webhooks = listOperations(ours, "webhooks").map((hook): Match => {
    const theirHook = hooks.find(({ path }) => path === hook.path) ?? hooks[0];
    return { ours: hook, theirs: theirHook, by: theirHook === undefined ? "nothing" : "words" };
  });
  return {
    differences: [
      ...compareSecurity(ours, theirs),
      ...matches.flatMap((match) => compareOperations(match)),
      ...webhooks.flatMap((match) => compareOperations(match, true)),
      ...unknown,
    ],
    matches: [...matches, ...webhooks].map((match) => ({
      operation: match.ours.operationId ?? match.ours.path,
      with: match.theirs === undefined ? null : `${match.theirs.method} ${match.theirs.path}`,
      by: match.by,
    })),
  };
}

/** The header with the key: without it nothing else matters. */
function compareSecurity(ours: Json, theirs: Json): Difference[] {
  const [own] = keyHeaders(ours);
  const other = keyHeaders(theirs);
  const schemes = Object.keys(toJson(toJson(theirs["components"])["securitySchemes"]));
  const isSame = other.some((name) => name.toLowerCase() === own?.toLowerCase());
  if (own === undefined || isSame || schemes.length === 0) return [];
  return [
    {
      kind: "security",
      operation: "(all)",
      place: "header",
      ours: own,
      theirs: other.length > 0 ? other.join(", ") : `no key in a header, but ${schemes.join(", ")}`,
      provenance: "documented",
      isBreaking: true,
      remedy: noOption,
    },
  ];
}

function keyHeaders(document: Json): string[] {
  return Object.values(toJson(toJson(document["components"])["securitySchemes"]))
    .map((scheme) => follow(document, scheme))
    .filter((scheme) => scheme["type"] === "apiKey" && scheme["in"] === "header")
    .map((scheme) => String(scheme["name"]));
}
