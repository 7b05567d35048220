import type { Invocation } from "./command.js";

/** A customer is sent there: cut, it would lead elsewhere. */
export const longestUrl = 16_384;

/** Prints the result once: as JSON for a program, else as text for a person. */
export async function printResult(
  { terminal, options }: Pick<Invocation<object>, "terminal" | "options">,
  result: object,
  text: string,
): Promise<void> {
  await terminal.out(`${options.json === true ? JSON.stringify(result) : text}\n`);
}
