import type { Contract } from "@numipay/core/protocol";
import type { Mode } from "@numipay/sandbox";
import type { Invocation } from "../command/command.js";
import { usageFault } from "../failure/command-failure.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { connectGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { readDays, toTimeZone } from "../gateway/read-days.js";
import { printResult } from "../command/print-result.js";
import { readInput } from "../input/read-input.js";
import { compareWithFile } from "./compare-with-file.js";
import { type ComparedDays, compareWithGateway } from "./compare-with-gateway.js";
import { decodeText } from "./decode-text.js";
import type { LedgerDiff } from "./ledger-diff.js";
import { readLedger } from "./read-ledger.js";
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
  checkSource(options);
  const contract = readContract(terminal, options);
  const days = sandboxFile === undefined ? toDays(options, contract) : undefined;
  const name = file === "-" ? "standard input" : file;
  const text = decodeText(await readInput(terminal, file), name);
  const { entries, unusedColumns } = readLedger(text, name, column);
  const { found, ...counts } =
    days === undefined
      ? await compareWithFile(sandboxFile ?? "", { account, mode, contract }, entries)
      : await compareWithGateway(entries, days, {
          numipay: await connectGateway(terminal, options),
          contract,
          signal: terminal.signal,
        });
  const diff: LedgerDiff = {
    from: days?.from ?? null,
    to: days?.to ?? null,
    timeZone: days === undefined ? null : toTimeZone(options, contract),
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

/** An option of the other kind would be ignored, so it is refused. */
function checkSource(options: LedgerDiffOptions): void {
  const { from, to, margin, timeZone, sandboxFile, account, mode } = options;
  if (sandboxFile === undefined) {
    if (account !== undefined || mode !== undefined) {
      throw usageFault("--account and --mode are for --sandbox-file. The API key chooses both.");
    }
    if (from === undefined || to === undefined) {
      throw usageFault("Give the days to compare with --from and --to, or a --sandbox-file.");
    }
    return;
  }
  if ([from, to, margin, timeZone].some((one) => one !== undefined)) {
    throw usageFault(
      "--from, --to, --margin and --time-zone are for a gateway. --sandbox-file compares with all days: leave them out.",
    );
  }
}

function toDays(options: LedgerDiffOptions, contract: Contract): ComparedDays {
  const { from = "", to = "" } = readDays(options, contract);
  if (to < from) throw usageFault("--to lies before --from. Exchange them.");
  return { from, to, marginDays: options.margin ?? defaultMarginDays };
}
