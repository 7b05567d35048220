import { CommandFailure } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
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

/** The code of a failure after a call that moved money. */
export const responseLost = "response_lost";

/**
 * Prints the response of a call that moved money. If standard output cannot be written, the failure says that the call was
 * made: a usage error would invite the user to repeat it.
 */
export async function printResponse(
  invocation: Pick<Invocation<object>, "terminal" | "options">,
  response: object,
  text: string | readonly Block[],
): Promise<void> {
  try {
    await printResult(invocation, response, text);
  } catch (error) {
    if (!(error instanceof CommandFailure) || error.exitCode !== exitCodes.usage) throw error;
    throw new CommandFailure(
      exitCodes.unknown,
      `The gateway accepted the request, but its response is lost. ${error.message} Do not send the request again: look ` +
        "it up in the portal, or with numipay transactions status.",
      responseLost,
    );
  }
}
