import { type Contract, loadContract } from "@numipay/core/protocol";
import { matchesPath } from "./route-path.js";

/** The message of a 404. It names the operation when the contract override has moved its path. */
export function explainPath(
  { basePath, operations }: Contract,
  request: { readonly method: string; readonly pathname: string },
): string {
  const { method, pathname } = request;
  const documented = Object.values(loadContract(undefined).operations).find(
    (one) => one.method === method && matchesPath(one.path, pathname),
  );
  const moved = documented === undefined ? undefined : operations[documented.id];
  if (moved === undefined) return "The sandbox has no such path.";
  return (
    `The sandbox has no such path. With its contract override, ${moved.id} is ` +
    `${moved.method} ${basePath}${moved.path}. Pass the same contract to the client.`
  );
}
