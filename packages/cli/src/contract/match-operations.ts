import { usageFault } from "../failure/command-failure.js";
import type { Operation } from "./list-operations.js";
import { wordsOf } from "./words-of.js";

/** Two operations that are taken for the same one. */
export interface Match<Own extends Operation = Operation> {
  readonly ours: Own;
  /** Undefined: the other contract has none. */
  readonly theirs: Operation | undefined;
  readonly by: "path" | "operationId" | "--map" | "words" | "nothing";
}

/** Words that say the same in payments. */
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

/** Words that stand in every contract and tell nothing apart. */
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

/** Below this, two operations have a word in common by chance. */
const leastLikeness = 0.4;

/**
 * Finds for each of our operations its counterpart: by the caller's word, by path, by operationId, and by what their
 * names say. Each counterpart is taken once, the likeliest pair first.
 *
 * @throws CommandFailure for a `map` that names an operation that one of the two does not have
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
  // Behind a path that all of theirs have in front.
  for (const own of open()) {
    const isBehind = (other: Operation): boolean =>
      other.method === own.method && barePath(other.path).endsWith(barePath(own.path));
    take(own, [...left].find(isBehind), "path");
  }
  const pairs = open().flatMap((own) =>
    [...left].map((other) => ({ own, other, likeness: likeness(own, other) })),
  );
  for (const { own, other } of pairs
    .filter((pair) => pair.likeness >= leastLikeness)
    .toSorted((a, b) => b.likeness - a.likeness)) {
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
    throw usageFault(`--map: there is no operation ${operationId}; there are ${names}.`);
  }
  const other = theirs.find((one) => `${one.method} ${one.path}` === target);
  if (other === undefined) {
    throw usageFault(
      `--map: the file has no "${target}". Write it as the file does: ${operationId}="POST /path".`,
    );
  }
  return [own, other];
}

/** What of a path is compared: neither the names of its parameters, nor case, nor a version in front. */
function barePath(path: string): string {
  return path
    .replaceAll(/\{[^{}]*\}/g, "{}")
    .replace(/\/$/, "")
    .replace(/^\/(?:api\/)?(?:v\d+\/)?/i, "/")
    .toLowerCase();
}

/** The share of words in common, 0 to 1; less where the method or the number of path parameters differs. */
function likeness(one: Operation, other: Operation): number {
  const [a, b] = [tellingWords(one), tellingWords(other)];
  const common = [...a].filter((word) => b.has(word)).length;
  const share = common / Math.max(1, Math.min(a.size, b.size));
  const hasSameMethod = one.method === other.method;
  const hasSameParts = /\{/.test(one.path) === /\{/.test(other.path);
  return share * (hasSameMethod ? 1 : 0.6) * (hasSameParts ? 1 : 0.7);
}

function tellingWords({ text }: Operation): Set<string> {
  return new Set([...wordsOf(text, synonyms)].filter((word) => !empty.has(word)));
}
