import { toAddedOperation } from "./added-operation.js";
import { compareBasePath, findBasePath, serverPath } from "./base-path.js";
import type { BentContract } from "./bent-contract.js";
import { compareOperation } from "./compare-operation.js";
import { compareSecurity, listKeyHeaders } from "./compare-security.js";
import { compareWebhook, matchWebhook } from "./compare-webhook.js";
import type { Difference } from "./difference.js";
import { listOperations, listWebhooks, type Operation } from "./list-operations.js";
import { type Match, matchOperations } from "./match-operations.js";
import { toOwnOperation } from "./own-operation.js";
import type { Json } from "./read-contract.js";

/** All that another contract says otherwise than ours. */
export interface ContractDiff {
  readonly differences: readonly Difference[];
  /** Which of their operations each of ours was compared with, and how it was found. */
  readonly matches: readonly { operation: string; with: string | null; by: Match["by"] }[];
}

/**
 * Compares the contract that the library is built on, with the differences of an override, with the gateway's own.
 *
 * @throws CommandFailure for a file that refers to others, or a `map` that fits neither
 */
export function diffContracts(
  ours: Json,
  theirs: Json,
  { bent, map = {} }: { bent: BentContract; map?: Readonly<Record<string, string>> | undefined },
): ContractDiff {
  const { contract } = bent;
  const server = serverPath(theirs);
  const own = listOperations(ours).map((operation) => toOwnOperation(operation, bent));
  const other = listOperations(theirs).map((operation) => ({
    ...operation,
    fullPath: server + operation.path,
  }));
  const matches = matchOperations(own, other, map);
  const basePath = findBasePath(matches, server);
  const keyHeaders = listKeyHeaders(theirs, other);
  const surroundings = {
    basePath,
    keyHeaders: [...keyHeaders, contract.headers.apiKey].map((name) => name.toLowerCase()),
  };
  const taken = new Set(matches.map((match) => match.theirs));
  const unknown = other
    .filter((operation) => !taken.has(operation) && !isAdded(operation, bent, basePath))
    .map((operation) => toAddedOperation(operation, surroundings));
  const hooks = listWebhooks(theirs);
  const webhooks = listWebhooks(ours).map((hook): Match => {
    const theirHook = matchWebhook(hook, hooks, bent);
    return { ours: hook, theirs: theirHook, by: theirHook === undefined ? "nothing" : "words" };
  });
  return {
    differences: [
      ...compareSecurity(theirs, keyHeaders, contract),
      ...compareBasePath(basePath, contract),
      ...matches.flatMap((match) => compareOperation(match, surroundings)),
      ...webhooks.flatMap((match) => compareWebhook(match.ours, match.theirs, bent)),
      ...unknown,
    ],
    matches: [...matches, ...webhooks].map((match) => ({
      operation: match.ours.operationId ?? match.ours.path,
      with: match.theirs === undefined ? null : `${match.theirs.method} ${match.theirs.path}`,
      by: match.by,
    })),
  };
}

/** Whether the override has it already. */
function isAdded(
  { method, fullPath }: Operation,
  { override, contract }: BentContract,
  basePath: string,
): boolean {
  return Object.keys(override.operations ?? {}).some((id) => {
    const operation = contract.operations[id];
    return operation?.method === method && basePath + operation.path === fullPath;
  });
}
