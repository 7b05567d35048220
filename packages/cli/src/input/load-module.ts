import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { usageError } from "../failure/command-failure.js";
import { toLoadProblem } from "./load-problem.js";
import { withinTime } from "./within-time.js";

/** A loaded module of the user. */
export interface LoadedModule {
  /** The value of the wanted export. */
  readonly value: unknown;
  /** What the module exports instead, as the end of a sentence. */
  readonly found: string;
  /** The option that names the module, such as `--webhook-module`. */
  readonly option: string;
  /** The `close` export of the module. Undefined without one. */
  readonly exportedClose: (() => unknown) | undefined;
  /** Closes what the module opened. Never throws: returns the problem, as the end of a sentence. */
  close(this: void): Promise<string | undefined>;
}

/** Long enough for a migration. A module that never completes must not leave one process behind for each run. */
const loadTimeoutMs = 60_000;
const closeTimeoutMs = 10_000;

/**
 * Loads an export of a module, or its default export, and its `close` export, if any. Both may be on the default export, as those
 * of a CommonJS module are, and the value may be a promise.
 *
 * @param option the option that names the module, such as `--webhook-module`
 * @throws CommandFailure when the module cannot be loaded
 */
export async function loadModule(
  option: string,
  path: string,
  name: string,
): Promise<LoadedModule> {
  const file = resolve(path);
  if (!existsSync(file)) throw usageError(`${option} ${path}: no such file or directory.`);
  let loaded: Record<string, unknown>;
  let value: unknown;
  try {
    const loading = import(pathToFileURL(file).href) as Promise<Record<string, unknown>>;
    loaded = await withinTime(loading, loadTimeoutMs, "it did not finish loading");
    value = await withinTime(
      findExport(loaded, name) ?? loaded["default"],
      loadTimeoutMs,
      `its \`${name}\` is a promise that did not resolve`,
    );
  } catch (error) {
    throw usageError(`Cannot load the ${option} ${path}: ${toLoadProblem(error, path)}`);
  }
  const exported = findExport(loaded, "close");
  const exportedClose = typeof exported === "function" ? (exported as () => unknown) : undefined;
  return {
    value,
    found: toFound(loaded, name),
    option,
    exportedClose,
    async close(this: void) {
      if (exportedClose === undefined) return undefined;
      try {
        const closing = (async () => exportedClose())();
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
function toFound(loaded: Record<string, unknown>, name: string): string {
  const kind = typeof findExport(loaded, name);
  if (kind === "function") return ", but a function of that name. Call it in the module";
  if (kind !== "undefined") return ", but another value of that name";
  const names = Object.keys(loaded);
  return names.length === 0 ? " or anything else" : `, only ${names.join(", ")}`;
}
