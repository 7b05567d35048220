import type { UserModule } from "./terminal.js";

/** Names the modules of a command. Which of them caused a problem is not known. */
export function nameModules(modules: readonly UserModule[]): string {
  return modules.map(({ name }) => name).join(" or ");
}

/** What to do about modules that keep the process running, as a sentence. */
export function toCloseAdvice(modules: readonly UserModule[]): string {
  return modules.every(({ hasClose }) => hasClose())
    ? "Close it in the module's `close` too."
    : "Export a function `close` that closes what the module opened, such as `export const close = () => pool.end()`.";
}
