import type { Contract } from "@numipay/core/protocol";

/** The customer's pages, which the operations share the origin with. */
const pages = [
  "/cashier/{token}",
  "/cashier/{token}/{provider}",
  "/challenge/{token}",
  "/result/{token}",
];

/**
 * Refuses a contract whose operations the sandbox could not tell from each other, or from its own pages.
 *
 * @throws TypeError that names the operation
 */
export function checkRoutes({ basePath, operations }: Contract): void {
  const taken = new Map<string, string>();
  for (const { id, method, path } of Object.values(operations)) {
    const route = basePath + path;
    if (route.split("/")[1] === "portal" || pages.some((page) => toForm(page) === toForm(route))) {
      throw new TypeError(
        `contract.operations.${id}.path: ${route} is a page of the sandbox. Set contract.basePath, for the sandbox alone if need be`,
      );
    }
    const key = `${method} ${toForm(route)}`;
    const other = taken.get(key);
    if (other !== undefined) {
      throw new TypeError(
        `contract.operations.${id}: ${method} ${route} is ${other} too. The sandbox cannot tell them apart`,
      );
    }
    taken.set(key, id);
  }
}

function toForm(path: string): string {
  return path.replaceAll(/\{[^{}/]+\}/g, "{}");
}
