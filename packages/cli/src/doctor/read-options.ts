import { CommandFailure, usageFault } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { downloadText } from "./download-text.js";
import { toReason } from "../delivery/post-bytes.js";
import { type Ledger, parseLedger } from "./ledger.js";
import { type OrderSource, toOrder } from "./orders.js";
import { runProgram } from "./run-program.js";

const ledgerTimeoutMs = 30_000;

/** Where a merchant's programs run. */
interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
}

/** Books behind an address, or what a command prints. */
export function toLedger(source: string, surroundings: Surroundings): Ledger {
  if (!/^https?:\/\//i.test(source)) {
    return async () => parseLedger(await runProgram("--ledger", source, surroundings));
  }
  return async () => parseLedger(await download(source, surroundings.signal));
}

/** Orders that a command prints, one each time it runs. */
export function toOrderSource(command: string, surroundings: Surroundings): OrderSource {
  return async () => {
    const printed = await runProgram("--order-command", command, surroundings);
    let value: unknown;
    try {
      value = JSON.parse(printed);
    } catch {
      throw usageFault(
        '--order-command must print one JSON object and nothing else: {"tracking_id":"…","amount":"12.90","currency":"EUR"}.',
      );
    }
    return toOrder(value);
  };
}

async function download(address: string, signal: AbortSignal): Promise<string> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(address, {
      // Books say who paid what: they are not fetched from wherever a redirect leads.
      redirect: "error",
      signal: AbortSignal.any([signal, AbortSignal.timeout(ledgerTimeoutMs)]),
    });
    if (!answer.ok) await answer.body?.cancel();
    text = answer.ok ? await downloadText(answer) : "";
  } catch (error) {
    const { cause = error } = error as Error;
    throw new CommandFailure(exitCodes.unknown, `--ledger: ${toReason(cause)}.`, "ledger");
  }
  if (answer.ok) return text;
  throw usageFault(`--ledger answered ${answer.status}; it must answer 200 with JSON or CSV.`);
}
