import type { Journal } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import { CommandFailure, usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import type { ClosableModule } from "./close-modules.js";
import { loadModule } from "./load-module.js";

/** The journal of a merchant's module. */
export interface LoadedJournal extends ClosableModule {
  readonly journal: Pick<Journal, "store" | "account"> & Partial<Pick<Journal, "namespace">>;
}

/** A journal on a server can be asked whether it is reachable. */
type Reachable = LoadedJournal["journal"] & { ping?: () => Promise<void> };

/**
 * Loads the `journal` export of a module, or its default export.
 *
 * @throws CommandFailure when the module cannot be loaded or has no `journal` export
 */
export async function loadJournal(
  terminal: Pick<GuardedTerminal, "willLoad">,
  path: string,
): Promise<LoadedJournal> {
  let hasClose = false;
  terminal.willLoad?.({ name: `--journal-module ${path}`, hasClose: () => hasClose });
  const { value, found, ...loaded } = await loadModule("--journal-module", path, "journal");
  hasClose = loaded.exportedClose !== undefined;
  if (isJournal(value)) return { journal: value, ...loaded };
  throw usageError(
    `The --journal-module ${path} does not export \`journal\`${found}. ` +
      "Export the journal of your client, such as the result of pgJournal().",
  );
}

/** @throws CommandFailure when the store of the journal cannot be reached */
export async function requireReachable(journal: Reachable): Promise<void> {
  try {
    await journal.ping?.();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(
      exitCodes.unknown,
      `Cannot connect to the journal: ${toPrintable(message, 1_000)}`,
    );
  }
}

/** Checks the shape, because the module may use another copy of the library. */
function isJournal(value: unknown): value is Reachable {
  if (typeof value !== "object" || value === null) return false;
  const { store, account } = value as Record<string, unknown>;
  const { unresolved } = (store ?? {}) as Record<string, unknown>;
  return typeof account === "string" && typeof unresolved === "function";
}
