import { CommandFailure, usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { withTimeout } from "../failure/with-timeout.js";
import { downloadText } from "./download-text.js";
import { toReason } from "../delivery/failure-reason.js";
import { type Ledger, parseLedger } from "./ledger.js";
import { type OrderSource, toOrder } from "./orders.js";
import { runProgram } from "./run-program.js";

const downloadTimeoutMs = 30_000;

/** The environment of the merchant's programs. */
interface ProgramContext {
  env: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

/** Reads the ledger from a URL, or from the output of a command. */
export function toLedger(source: string, context: ProgramContext): Ledger {
  if (!/^https?:\/\//i.test(source)) {
    return async () => parseLedger(await runProgram("--ledger", source, context));
  }
  // Checked at once, because the errors of fetch repeat the URL.
  const url = URL.canParse(source) ? new URL(source) : undefined;
  if (url === undefined) throw usageError("--ledger is not a valid URL.");
  if (url.username !== "" || url.password !== "") {
    throw usageError(
      "--ledger must not contain a user name or password. Use a command that sends them, such as curl with --netrc.",
    );
  }
  return async () => parseLedger(await download(source, context));
}

/** Reads orders from a command that prints one each time it runs. */
export function toOrderSource(command: string, context: ProgramContext): OrderSource {
  return async () => {
    const printed = await runProgram("--order-command", command, context);
    let value: unknown;
    try {
      value = JSON.parse(printed);
    } catch {
      throw usageError(
        '--order-command must print one JSON object and nothing else, such as {"tracking_id":"…","amount":"12.90","currency":"EUR"}.',
      );
    }
    return toOrder(value);
  };
}

async function download(address: string, { env, signal }: ProgramContext): Promise<string> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      // A ledger holds private data, so it is not fetched through redirects.
      redirect: "error",
      signal: withTimeout(signal, downloadTimeoutMs),
    });
    if (!response.ok) await response.body?.cancel();
    text = response.ok ? await downloadText(response) : "";
  } catch (error) {
    const { cause = error } = error as Error;
    throw new CommandFailure(
      exitCodes.unknown,
      `Cannot read --ledger: ${toReason(cause, { url: new URL(address), env, isDirect: false })}.`,
      "ledger",
    );
  }
  if (response.ok) return text;
  throw usageError(
    `The --ledger URL responded with ${response.status}. It must respond with 200 and JSON or CSV.`,
  );
}
