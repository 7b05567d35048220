import type { EventRegistry } from "@numipay/core";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { usageError } from "../failure/command-failure.js";
import { toLoadProblem } from "./load-problem.js";
import { withinTime } from "./within-time.js";

/** The webhook of a merchant's module. */
export interface LoadedWebhook {
  readonly webhook: EventRegistry<unknown>;
  /** Whether the module exports `close`. */
  readonly hasClose: boolean;
  /** Closes what the module opened. Never throws: returns the problem, as the end of a sentence. */
  close(): Promise<string | undefined>;
}

/** Long enough for a migration. A module that never completes must not leave one process behind for each run. */
const loadTimeoutMs = 60_000;
const closeTimeoutMs = 10_000;

/**
 * Loads the `webhook` export of a module, or its default export, and its `close` export, if any. Both may be on the default
 * export, as those of a CommonJS module are, and `webhook` may be a promise.
 *
 * @throws CommandFailure when the module cannot be loaded or has no `webhook` export
 */
export async function loadWebhook(path: string): Promise<LoadedWebhook> {
  const file = resolve(path);
  if (!existsSync(file)) throw usageError(`--webhook-module ${path}: no such file or directory.`);
  let loaded: Record<string, unknown>;
  let webhook: unknown;
  try {
    const loading = import(pathToFileURL(file).href) as Promise<Record<string, unknown>>;
    loaded = await withinTime(loading, loadTimeoutMs, "it did not finish loading");
    webhook = await withinTime(
      findExport(loaded, "webhook") ?? loaded["default"],
      loadTimeoutMs,
      "its `webhook` is a promise that did not resolve",
    );
  } catch (error) {
    throw usageError(`Cannot load the --webhook-module ${path}: ${toLoadProblem(error, path)}`);
  }
  const close = findExport(loaded, "close");
  if (!isRegistry(webhook)) {
    throw usageError(
      `The --webhook-module ${path} does not export \`webhook\`${toFound(loaded)}. ` +
        "Export the result of numipayWebhook() with its handlers.",
    );
  }
  return {
    webhook,
    hasClose: typeof close === "function",
    async close() {
      if (typeof close !== "function") return undefined;
      try {
        const closing = (async () => (close as () => unknown)())();
        await withinTime(closing, closeTimeoutMs, "did not complete");
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
}

/** The exports of a CommonJS module may only be on `default`. */
function findExport(loaded: Record<string, unknown>, name: string): unknown {
  const inner = (loaded["default"] ?? {}) as Record<string, unknown>;
  return loaded[name] ?? inner[name];
}

/** What the module exports instead. */
function toFound(loaded: Record<string, unknown>): string {
  const kind = typeof findExport(loaded, "webhook");
  if (kind === "function") return ", but a function of that name. Call it in the module";
  if (kind !== "undefined") return ", but another value of that name";
  const names = Object.keys(loaded);
  return names.length === 0 ? " or anything else" : `, only ${names.join(", ")}`;
}

/** Checks the shape, because the module may use another copy of the library. */
function isRegistry(value: unknown): value is EventRegistry<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const { apply, inbox } = value as Record<string, unknown>;
  return typeof apply === "function" && typeof inbox === "object" && inbox !== null;
}
