import type { Mode } from "@numipay/sandbox";
import type { Invocation } from "../command.js";
import { usageFault } from "../command-failure.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { connectGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { printResult } from "../print-result.js";
import { readInput } from "../read-input.js";
import { compareWithFile } from "./compare-with-file.js";
import { type ComparedDays, compareWithGateway } from "./compare-with-gateway.js";
import { decodeText } from "./decode-text.js";
import type { LedgerDiff } from "./ledger-diff.js";
import { readLedger } from "./read-ledger.js";
import { isDay } from "./shift-day.js";
import { showDiff } from "./show-diff.js";

/** What `numipay ledger diff` takes. */
export interface LedgerDiffOptions extends GatewayOptions {
  readonly from?: string;
  readonly to?: string;
  /** Days. Defaults to 31. */
  readonly margin?: number;
  readonly sandboxFile?: string;
  readonly account?: string;
  readonly mode?: Mode;
  readonly column?: Record<string, string>;
}

const defaultMarginDays = 31;

/** Compares the ledger with the gateway, and prints each discrepancy and what could not be compared. */
export async function runLedgerDiff(invocation: Invocation<LedgerDiffOptions>): Promise<ExitCode> {
  const { args, options, terminal } = invocation;
  const [file = "-"] = args;
  const { sandboxFile, account, mode, column } = options;
  const days = readDays(options);
  const name = file === "-" ? "standard input" : file;
  const text = decodeText(await readInput(terminal, file), name);
  const { entries, unusedColumns } = readLedger(text, name, column);
  const { found, ...counts } =
    days === undefined
      ? await compareWithFile(sandboxFile ?? "", { account, mode }, entries)
      : await compareWithGateway(entries, days, {
          numipay: await connectGateway(terminal, options),
          signal: terminal.signal,
        });
  const diff: LedgerDiff = {
    from: days?.from ?? null,
    to: days?.to ?? null,
    entries: entries.length,
    ...counts,
    unusedColumns,
    discrepancies: found.filter(({ kind }) => kind !== "unchecked"),
    unchecked: found.filter(({ kind }) => kind === "unchecked"),
  };
  await printResult(invocation, diff, showDiff(diff));
  if (diff.discrepancies.length > 0) return exitCodes.wrong;
  return diff.unchecked.length > 0 ? exitCodes.unknown : exitCodes.ok;
}

/** Undefined: a sandbox's file, of all days. An option of the other kind would be ignored, so it is refused. */
function readDays(options: LedgerDiffOptions): ComparedDays | undefined {
  const { from, to, margin, sandboxFile, account, mode } = options;
  if (sandboxFile !== undefined) {
    if (from === undefined && to === undefined && margin === undefined) return undefined;
    throw usageFault(
      "--from, --to and --margin are for a gateway. --sandbox-file compares with all days: leave them out.",
    );
  }
  if (account !== undefined || mode !== undefined) {
    throw usageFault("--account and --mode are for --sandbox-file. The API key chooses both.");
  }
  if (from === undefined || to === undefined) {
    throw usageFault("Give the days to compare with --from and --to, or a --sandbox-file.");
  }
  for (const [option, day] of Object.entries({ "--from": from, "--to": to })) {
    if (!isDay(day)) throw usageFault(`${option}: give a day as YYYY-MM-DD.`);
  }
  if (to < from) throw usageFault("--to lies before --from. Exchange them.");
  return { from, to, marginDays: margin ?? defaultMarginDays };
}
