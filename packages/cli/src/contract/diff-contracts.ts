import { toAddedOperation } from "./added-operation.js";
import { compareBasePath, findBasePath, serverPath } from "./base-path.js";
import type { OverriddenContract } from "./overridden-contract.js";
import { compareOperation } from "./compare-operation.js";
import { compareSecurity, listKeyHeaders } from "./compare-security.js";
import { compareWebhook, matchWebhook } from "./compare-webhook.js";
import type { Difference } from "./difference.js";
import { listOperations, listWebhooks, type Operation } from "./list-operations.js";
import { type Match, matchOperations } from "./match-operations.js";
import { toOwnOperation } from "./own-operation.js";
import type { Json } from "./read-contract.js";

/** The differences between another contract and ours. */
export interface ContractDiff {
  readonly differences: readonly Difference[];
  /** Their counterpart of each of our operations, and how it was matched. */
  readonly matches: readonly { operation: string; with: string | null; by: Match["by"] }[];
}

/**
 * Compares the library's contract, including an override, with the gateway's.
 *
 * @throws CommandFailure for a file with external references, or a `map` with an unknown operation
 */
export function diffContracts(
  ours: Json,
  theirs: Json,
  {
    overridden,
    map = {},
  }: { overridden: OverriddenContract; map?: Readonly<Record<string, string>> | undefined },
): ContractDiff {
  const { contract } = overridden;
  const server = serverPath(theirs);
  const own = listOperations(ours).map((operation) => toOwnOperation(operation, overridden));
  const other = listOperations(theirs).map((operation) => ({
    ...operation,
    fullPath: server + operation.path,
  }));
  const matches = matchOperations(own, other, map);
  const basePath = findBasePath(matches, server);
  const keyHeaders = listKeyHeaders(theirs, other);
  const context = {
    basePath,
    keyHeaders: [...keyHeaders, contract.headers.apiKey].map((name) => name.toLowerCase()),
  };
  const taken = new Set(matches.map((match) => match.theirs));
  const unknown = other
    .filter((operation) => !taken.has(operation) && !isAdded(operation, overridden, basePath))
    .map((operation) => toAddedOperation(operation, context));
  const hooks = listWebhooks(theirs);
  const webhooks = listWebhooks(ours).map((hook): Match => {
    const theirHook = matchWebhook(hook, hooks, overridden);
    return { ours: hook, theirs: theirHook, by: theirHook === undefined ? "nothing" : "words" };
  });
  return {
    differences: [
      ...compareSecurity(theirs, keyHeaders, contract),
      ...compareBasePath(basePath, contract),
      ...matches.flatMap((match) => compareOperation(match, context)),
      ...webhooks.flatMap((match) => compareWebhook(match.ours, match.theirs, overridden)),
      ...unknown,
    ],
    matches: [...matches, ...webhooks].map((match) => ({
      operation: match.ours.operationId ?? match.ours.path,
      with: match.theirs === undefined ? null : `${match.theirs.method} ${match.theirs.path}`,
      by: match.by,
    })),
  };
}

/** Whether the override already has the operation. */
function isAdded(
  { method, fullPath }: Operation,
  { override, contract }: OverriddenContract,
  basePath: string,
): boolean {
  return Object.keys(override.operations ?? {}).some((id) => {
    const operation = contract.operations[id];
    return operation?.method === method && basePath + operation.path === fullPath;
  });
}
