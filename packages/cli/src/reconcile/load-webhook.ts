import type { EventRegistry } from "@numipay/core";
import { usageError } from "../failure/command-failure.js";
import { loadModule, type LoadedModule } from "../input/load-module.js";

/** The webhook of a merchant's module. */
export interface LoadedWebhook extends Pick<LoadedModule, "hasClose" | "close"> {
  readonly webhook: EventRegistry<unknown>;
}

/**
 * Loads the `webhook` export of a module, or its default export.
 *
 * @throws CommandFailure when the module cannot be loaded or has no `webhook` export
 */
export async function loadWebhook(path: string): Promise<LoadedWebhook> {
  const { value, found, hasClose, close } = await loadModule("--webhook-module", path, "webhook");
  if (isRegistry(value)) return { webhook: value, hasClose, close };
  throw usageError(
    `The --webhook-module ${path} does not export \`webhook\`${found}. ` +
      "Export the result of numipayWebhook() with its handlers.",
  );
}

/** Checks the shape, because the module may use another copy of the library. */
function isRegistry(value: unknown): value is EventRegistry<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const { apply, inbox } = value as Record<string, unknown>;
  return typeof apply === "function" && typeof inbox === "object" && inbox !== null;
}
