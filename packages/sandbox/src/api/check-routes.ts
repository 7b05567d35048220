import type { Contract } from "@numipay/core/protocol";

/** Pages of the cashier, which share an origin with the operations. */
const pages = [
  "/cashier/{token}",
  "/cashier/{token}/{provider}",
  "/challenge/{token}",
  "/result/{token}",
];

/**
 * Checks that the operations of a contract conflict neither with each other nor with the sandbox's pages.
 *
 * @throws TypeError that names the operation.
 */
export function checkRoutes({ basePath, operations }: Contract): void {
  const taken = new Map<string, string>();
  for (const { id, method, path } of Object.values(operations)) {
    const route = basePath + path;
    if (route.split("/")[1] === "portal" || pages.some((page) => toForm(page) === toForm(route))) {
      throw new TypeError(
        `contract.operations.${id}.path: ${route} is a page of the sandbox. Set contract.basePath, only for the sandbox if necessary.`,
      );
    }
    const key = `${method} ${toForm(route)}`;
    const other = taken.get(key);
    if (other !== undefined) {
      throw new TypeError(
        `contract.operations.${id}: ${method} ${route} is also the route of ${other}. Give each operation its own method and path.`,
      );
    }
    taken.set(key, id);
  }
}

function toForm(path: string): string {
  return path.replaceAll(/\{[^{}/]+\}/g, "{}");
}
