import { toPrintable } from "@numipay/core/protocol";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { warning } from "../text/messages.js";
import type { LoadedModule } from "./load-module.js";

/** What is needed to close a module. */
export type ClosableModule = Pick<LoadedModule, "option" | "exportedClose" | "close">;

/**
 * Closes modules of the user, and prints a warning for each that failed. Never rejects. Modules that export the same `close`, such as
 * one file with a webhook and a journal on one pool, are closed once.
 */
export async function closeModules(
  terminal: Pick<GuardedTerminal, "note">,
  modules: readonly ClosableModule[],
): Promise<void> {
  const closed = new Set<unknown>();
  for (const { option, exportedClose, close } of modules) {
    if (closed.has(exportedClose)) continue;
    closed.add(exportedClose);
    const problem = await close();
    if (problem === undefined) continue;
    const text = toPrintable(problem, 1_000);
    terminal.note(warning(`The \`close\` of the ${option} failed: ${text}.`));
  }
}
