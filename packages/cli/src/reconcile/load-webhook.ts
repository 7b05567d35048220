import type { EventRegistry } from "@numipay/core";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { usageFault } from "../failure/command-failure.js";

/** A merchant's webhook, out of a module of his own. */
export interface LoadedWebhook {
  readonly webhook: EventRegistry<unknown>;
  /** Lets go of what the module opened, so that the command can end. */
  close(): Promise<void>;
}

/**
 * Loads the `webhook` that a module exports, and its `close` where it has one.
 *
 * @throws CommandFailure when there is no such module or export
 */
export async function loadWebhook(path: string): Promise<LoadedWebhook> {
  const { href } = pathToFileURL(resolve(path));
  let loaded: Record<string, unknown>;
  try {
    loaded = (await import(href)) as Record<string, unknown>;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw usageFault(`--webhook-module: ${path} cannot be loaded: ${message}`);
  }
  // A CommonJS module's exports may stand under `default` alone.
  const inner = (loaded["default"] ?? {}) as Record<string, unknown>;
  const webhook = loaded["webhook"] ?? inner["webhook"];
  const close = loaded["close"] ?? inner["close"];
  if (!isRegistry(webhook)) {
    throw usageFault(
      `--webhook-module: ${path} exports no \`webhook\`. Export what numipayWebhook() made, its handlers added.`,
    );
  }
  return {
    webhook,
    async close() {
      if (typeof close === "function") await (close as () => unknown)();
    },
  };
}

/** By its shape: the module may have another copy of the library. */
function isRegistry(value: unknown): value is EventRegistry<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const { apply, inbox } = value as Record<string, unknown>;
  return typeof apply === "function" && typeof inbox === "object" && inbox !== null;
}
