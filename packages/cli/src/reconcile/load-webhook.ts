import type { EventRegistry } from "@numipay/core";
import { usageError } from "../failure/command-failure.js";
import type { ClosableModule } from "../input/close-modules.js";
import { loadModule } from "../input/load-module.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";

/** The webhook of a merchant's module. */
export interface LoadedWebhook extends ClosableModule {
  readonly webhook: EventRegistry<unknown>;
}

/**
 * Loads the `webhook` export of a module, or its default export.
 *
 * @throws CommandFailure when the module cannot be loaded or has no `webhook` export
 */
export async function loadWebhook(
  terminal: Pick<GuardedTerminal, "willLoad">,
  path: string,
): Promise<LoadedWebhook> {
  let hasClose = false;
  terminal.willLoad?.({ name: `--webhook-module ${path}`, hasClose: () => hasClose });
  const { value, found, ...loaded } = await loadModule("--webhook-module", path, "webhook");
  hasClose = loaded.exportedClose !== undefined;
  if (isRegistry(value)) return { webhook: value, ...loaded };
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
