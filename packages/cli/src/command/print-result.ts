import type { Block } from "../text/block.js";
import { stacked } from "../text/prose.js";
import type { Invocation } from "./command.js";

/** A truncated URL would lead elsewhere, so the limit is high. */
export const maxUrlLength = 16_384;

/** Prints the result: as JSON with `--json`, as text otherwise. A string is printed as it is, without line breaks. */
export async function printResult(
  { terminal, options }: Pick<Invocation<object>, "terminal" | "options">,
  result: object,
  text: string | readonly Block[],
): Promise<void> {
  if (options.json === true) await terminal.out(`${JSON.stringify(result)}\n`);
  else if (typeof text === "string") await terminal.out(`${text}\n`);
  else await terminal.print(stacked(text));
}
