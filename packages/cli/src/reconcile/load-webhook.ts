import type { EventRegistry } from "@numipay/core";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { usageError } from "../failure/command-failure.js";

/** The webhook of a merchant's module. */
export interface LoadedWebhook {
  readonly webhook: EventRegistry<unknown>;
  /** Closes what the module opened, so that the process can exit. */
  close(): Promise<void>;
}

/**
 * Loads the `webhook` export of a module, and its `close` export, if any.
 *
 * @throws CommandFailure when the module cannot be loaded or has no `webhook` export
 */
export async function loadWebhook(path: string): Promise<LoadedWebhook> {
  const { href } = pathToFileURL(resolve(path));
  let loaded: Record<string, unknown>;
  try {
    loaded = (await import(href)) as Record<string, unknown>;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw usageError(`Cannot load the --webhook-module ${path}: ${message}`);
  }
  // The exports of a CommonJS module may only be on `default`.
  const inner = (loaded["default"] ?? {}) as Record<string, unknown>;
  const webhook = loaded["webhook"] ?? inner["webhook"];
  const close = loaded["close"] ?? inner["close"];
  if (!isRegistry(webhook)) {
    throw usageError(
      `The --webhook-module ${path} does not export \`webhook\`. Export the result of numipayWebhook() with its handlers.`,
    );
  }
  return {
    webhook,
    async close() {
      if (typeof close === "function") await (close as () => unknown)();
    },
  };
}

/** Checks the shape, because the module may use another copy of the library. */
function isRegistry(value: unknown): value is EventRegistry<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const { apply, inbox } = value as Record<string, unknown>;
  return typeof apply === "function" && typeof inbox === "object" && inbox !== null;
}
