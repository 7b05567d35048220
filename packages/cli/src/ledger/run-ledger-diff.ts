import type { Contract } from "@numipay/core/protocol";
import type { Mode } from "@numipay/sandbox";
import type { Invocation } from "../command/command.js";
import { usageError } from "../failure/command-failure.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { connectGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { readDays, toTimeZone } from "../gateway/read-days.js";
import { printResult } from "../command/print-result.js";
import { closeModules } from "../input/close-modules.js";
import { loadJournal, requireReachable } from "../input/load-journal.js";
import { nameInput } from "../input/read-input.js";
import { readPieces } from "../input/read-pieces.js";
import { compareWithFile } from "./compare-with-file.js";
import { type ComparedDays, compareWithGateway } from "./compare-with-gateway.js";
import type { Comparison } from "./comparison.js";
import type { LedgerEntry } from "./ledger-entry.js";
import type { LedgerDiff } from "./ledger-diff.js";
import { readLedger } from "./read-ledger.js";
import { showDiff } from "./show-diff.js";

/** The options of `numipay ledger diff`. */
export interface LedgerDiffOptions extends GatewayOptions {
  readonly from?: string;
  readonly to?: string;
  /** Days. Defaults to 31. */
  readonly margin?: number;
  readonly sandboxFile?: string;
  readonly account?: string;
  readonly mode?: Mode;
  readonly column?: Record<string, string>;
  readonly journalModule?: string;
}

const defaultMarginDays = 31;

/** Compares the ledger with the gateway, and prints the discrepancies and what could not be compared. */
export async function runLedgerDiff(invocation: Invocation<LedgerDiffOptions>): Promise<ExitCode> {
  const { args, options, terminal } = invocation;
  const [file = "-"] = args;
  const { sandboxFile, account, mode, column } = options;
  checkSource(options);
  const contract = readContract(terminal, options);
  const days = sandboxFile === undefined ? toDays(options, contract) : undefined;
  const name = nameInput(file);
  const pieces = readPieces(terminal, file);
  const { entries, unusedColumns } = await readLedger(pieces, name, column);
  const { found, ...counts } =
    days === undefined
      ? await compareWithFile(sandboxFile ?? "", { account, mode, contract }, entries)
      : await compareAll(invocation, entries, days, contract);
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
  await printResult(invocation, diff, showDiff(diff, entries));
  if (diff.discrepancies.length > 0) return exitCodes.wrong;
  return diff.unchecked.length > 0 ? exitCodes.unknown : exitCodes.ok;
}

/** Compares with the gateway, and with the journal if there is one. */
async function compareAll(
  { options, terminal }: Invocation<LedgerDiffOptions>,
  entries: readonly LedgerEntry[],
  days: ComparedDays,
  contract: Contract,
): Promise<Comparison> {
  const numipay = await connectGateway(terminal, options);
  const zoned = { ...contract, timeZone: toTimeZone(options, contract) };
  const gateway = { numipay, contract: zoned, signal: terminal.signal };
  if (options.journalModule === undefined) return compareWithGateway(entries, days, gateway);
  const loaded = await loadJournal(terminal, options.journalModule);
  const { journal } = loaded;
  try {
    await requireReachable(journal);
    return await compareWithGateway(entries, days, { ...gateway, journal });
  } finally {
    await closeModules(terminal, [loaded]);
  }
}

/** Rejects options that would be ignored. */
function checkSource(options: LedgerDiffOptions): void {
  const { from, to, margin, timeZone, sandboxFile, account, mode } = options;
  if (sandboxFile === undefined) {
    if (account !== undefined || mode !== undefined) {
      throw usageError(
        "--account and --mode require --sandbox-file. For a gateway, the API key selects both.",
      );
    }
    if (from === undefined || to === undefined) {
      throw usageError("Pass the days to compare with --from and --to, or pass --sandbox-file.");
    }
    return;
  }
  if (options.journalModule !== undefined) {
    throw usageError(
      "--journal-module cannot be combined with --sandbox-file. Remove one of them.",
    );
  }
  if ([from, to, margin, timeZone].some((one) => one !== undefined)) {
    throw usageError(
      "--sandbox-file compares all days. Remove --from, --to, --margin and --time-zone.",
    );
  }
}

function toDays(options: LedgerDiffOptions, contract: Contract): ComparedDays {
  const { from = "", to = "" } = readDays(options, contract);
  if (to < from) throw usageError("--to is before --from. Swap them.");
  return { from, to, marginDays: options.margin ?? defaultMarginDays };
}
