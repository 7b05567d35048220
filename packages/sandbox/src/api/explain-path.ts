import { type Contract, loadContract } from "@numipay/core/protocol";
import { matchesPath } from "./route-path.js";

/** A request's method and path. */
interface Requested {
  readonly method: string;
  readonly pathname: string;
}

/** The message of a 404. It names the operation when the contract override has moved its path. */
export function explainPath(contract: Contract, request: Requested): string {
  return `The sandbox has no such path. ${explainMove(contract, request)}`.trimEnd();
}

/** Where the contract override has moved the operation of a request. Empty for other paths. */
export function explainMove(
  { basePath, operations }: Contract,
  { method, pathname }: Requested,
): string {
  const documented = Object.values(loadContract(undefined).operations).find(
    (one) => one.method === method && matchesPath(one.path, pathname),
  );
  const moved = documented === undefined ? undefined : operations[documented.id];
  if (moved === undefined) return "";
  return (
    `With its contract override, ${moved.id} is ${moved.method} ${basePath}${moved.path}. ` +
    "Pass the same contract to the client."
  );
}
