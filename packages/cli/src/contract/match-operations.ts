import { usageError } from "../failure/command-failure.js";
import type { Operation } from "./list-operations.js";
import { wordsOf } from "./words-of.js";

/** Two operations that were matched. */
export interface Match<Own extends Operation = Operation> {
  readonly ours: Own;
  /** Undefined if the other contract has no counterpart. */
  readonly theirs: Operation | undefined;
  readonly by: "path" | "operationId" | "--map" | "words" | "nothing";
}

/** Synonyms in payment APIs. */
const synonyms: Record<string, string> = {
  withdraw: "payout",
  withdrawal: "payout",
  disburse: "payout",
  decline: "reject",
  cancel: "reject",
  confirm: "approve",
  accept: "approve",
  cashier: "hosted",
  checkout: "hosted",
  s2s: "server",
  card: "server",
  charge: "server",
  provider: "direct",
  find: "list",
  search: "list",
  history: "list",
  state: "status",
};

/** Words that are too common to compare. */
const empty = new Set([
  "api",
  "v1",
  "v2",
  "v3",
  "the",
  "a",
  "of",
  "an",
  "to",
  "for",
  "and",
  "or",
  "id",
  "get",
  "post",
]);

/** Below this, common words are a coincidence. */
const minSimilarity = 0.4;

/**
 * Finds the counterpart of each of our operations: by `map`, by path, by operationId, and by common words. Each
 * counterpart is used once, the most similar pair first.
 *
 * @throws CommandFailure for a `map` with an operation that one of the contracts does not have
 */
export function matchOperations<Own extends Operation>(
  ours: readonly Own[],
  theirs: readonly Operation[],
  map: Readonly<Record<string, string>>,
): Match<Own>[] {
  const left = new Set(theirs);
  const matches = new Map<Operation, Match<Own>>();
  const take = (own: Own, other: Operation | undefined, by: Match["by"]): void => {
    if (other === undefined || !left.delete(other)) return;
    matches.set(own, { ours: own, theirs: other, by });
  };
  for (const [operationId, target] of Object.entries(map)) {
    take(...readMapping(ours, theirs, operationId, target), "--map");
  }
  const open = (): Own[] => ours.filter((own) => !matches.has(own));
  for (const own of open()) {
    const isSame = (other: Operation): boolean =>
      other.method === own.method && barePath(other.path) === barePath(own.path);
    take(own, [...left].find(isSame), "path");
  }
  for (const own of open()) {
    take(
      own,
      [...left].find(({ operationId }) => operationId === own.operationId),
      "operationId",
    );
  }
  // Their paths may have a common prefix.
  for (const own of open()) {
    const isBehind = (other: Operation): boolean =>
      other.method === own.method && barePath(other.path).endsWith(barePath(own.path));
    take(own, [...left].find(isBehind), "path");
  }
  const pairs = open().flatMap((own) =>
    [...left].map((other) => ({ own, other, similarity: similarity(own, other) })),
  );
  for (const { own, other } of pairs
    .filter((pair) => pair.similarity >= minSimilarity)
    .toSorted((a, b) => b.similarity - a.similarity)) {
    if (!matches.has(own)) take(own, other, "words");
  }
  return ours.map((own) => matches.get(own) ?? { ours: own, theirs: undefined, by: "nothing" });
}

function readMapping<Own extends Operation>(
  ours: readonly Own[],
  theirs: readonly Operation[],
  operationId: string,
  target: string,
): [Own, Operation] {
  const own = ours.find((one) => one.operationId === operationId);
  if (own === undefined) {
    const names = ours.map((one) => one.operationId).join(", ");
    throw usageError(`Unknown operation ${operationId} in --map. Use one of ${names}.`);
  }
  const other = theirs.find((one) => `${one.method} ${one.path}` === target);
  if (other === undefined) {
    throw usageError(
      `The file has no "${target}" of --map. Write the call as in the file: ${operationId}="POST /path".`,
    );
  }
  return [own, other];
}

/** Normalizes a path: without parameter names, case, and a version prefix. */
function barePath(path: string): string {
  return path
    .replaceAll(/\{[^{}]*\}/g, "{}")
    .replace(/\/$/, "")
    .replace(/^\/(?:api\/)?(?:v\d+\/)?/i, "/")
    .toLowerCase();
}

/** The share of common words, from 0 to 1. Lower if the method or the presence of path parameters differs. */
function similarity(one: Operation, other: Operation): number {
  const [a, b] = [significantWords(one), significantWords(other)];
  const common = [...a].filter((word) => b.has(word)).length;
  const share = common / Math.max(1, Math.min(a.size, b.size));
  const hasSameMethod = one.method === other.method;
  const hasSameParts = /\{/.test(one.path) === /\{/.test(other.path);
  return share * (hasSameMethod ? 1 : 0.6) * (hasSameParts ? 1 : 0.7);
}

function significantWords({ text }: Operation): Set<string> {
  return new Set([...wordsOf(text, synonyms)].filter((word) => !empty.has(word)));
}
