import type { Invocation } from "./command.js";

/** A truncated URL would lead elsewhere, so the limit is high. */
export const maxUrlLength = 16_384;

/** Prints the result: as JSON with `--json`, as text otherwise. */
export async function printResult(
  { terminal, options }: Pick<Invocation<object>, "terminal" | "options">,
  result: object,
  text: string,
): Promise<void> {
  await terminal.out(`${options.json === true ? JSON.stringify(result) : text}\n`);
}
