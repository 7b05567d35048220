import { type Contract, loadContract } from "@numipay/core/protocol";
import { matchesPath } from "./route-path.js";

/** Why there is nothing at a path: the contract override may have moved what the caller looks for. */
export function explainPath(
  { basePath, operations }: Contract,
  request: { readonly method: string; readonly pathname: string },
): string {
  const { method, pathname } = request;
  const sought = Object.values(loadContract(undefined).operations).find(
    (one) => one.method === method && matchesPath(one.path, pathname),
  );
  const moved = sought === undefined ? undefined : operations[sought.id];
  if (moved === undefined) return "The sandbox has no such path";
  return (
    `The sandbox has no such path. By its contract override, ${moved.id} is ` +
    `${moved.method} ${basePath}${moved.path}: give the client the same contract`
  );
}
