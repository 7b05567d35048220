import type { Transaction } from "@numipay/core";
import {
  compareLedger,
  createSandbox,
  type Discrepancy,
  type LedgerRow,
  type Mode,
} from "@numipay/sandbox";
import { access } from "node:fs/promises";
import type { Invocation } from "../command.js";
import { usageFault } from "../command-failure.js";
import { type ExitCode, exitCodes } from "../exit-codes.js";
import { connectGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { printResult } from "../print-result.js";
import { readInput } from "../read-input.js";
import { showLine } from "../show-text.js";
import { readBooks } from "./read-books.js";
import { settlePhantoms } from "./settle-phantoms.js";

/** What `numipay ledger diff` takes. */
export interface LedgerDiffOptions extends GatewayOptions {
  readonly from?: string;
  readonly to?: string;
  readonly sandboxFile?: string;
  readonly account?: string;
  readonly mode?: Mode;
  readonly column?: Record<string, string>;
}

/** What was compared, and what is wrong. */
interface LedgerDiff {
  readonly entries: number;
  readonly transactions: number;
  /** Entries of transactions that the gateway has on other days. */
  readonly outsideRange: number;
  readonly discrepancies: readonly Discrepancy[];
}

/** Holds the books against the gateway, and prints each discrepancy. */
export async function runLedgerDiff(invocation: Invocation<LedgerDiffOptions>): Promise<ExitCode> {
  const { args, options, terminal } = invocation;
  const [file = "-"] = args;
  const text = new TextDecoder().decode(await readInput(terminal, file));
  const rows = readBooks(text, file === "-" ? "standard input" : file, options.column);
  const diff =
    options.sandboxFile === undefined
      ? await compareWithGateway(invocation, rows)
      : await compareWithFile(options.sandboxFile, options, rows);
  await printResult(invocation, diff, toText(diff));
  return diff.discrepancies.length === 0 ? exitCodes.ok : exitCodes.wrong;
}

async function compareWithGateway(
  { options, terminal }: Invocation<LedgerDiffOptions>,
  rows: readonly LedgerRow[],
): Promise<LedgerDiff> {
  const { from, to } = options;
  if (from === undefined || to === undefined) {
    throw usageFault("Say which days the books are about: --from and --to; or --sandbox-file.");
  }
  const numipay = await connectGateway(terminal, options);
  const { signal } = terminal;
  const transactions: Transaction[] = [];
  for await (const one of numipay.transactions.iterate({ from, to }, { signal })) {
    transactions.push(one);
  }
  const listed = new Set(transactions.map(({ tracking_id }) => tracking_id));
  const found = compareLedger(transactions, rows);
  const settled = await settlePhantoms(found, listed, { numipay, signal });
  return { entries: rows.length, transactions: transactions.length, ...settled };
}

async function compareWithFile(
  file: string,
  { account: accountId, mode }: LedgerDiffOptions,
  rows: readonly LedgerRow[],
): Promise<LedgerDiff> {
  // Opened, a file that is not there would be made, and every entry a phantom.
  await access(file);
  const sandbox = await openSandbox(file);
  try {
    const account = accountId ?? sandbox.account().accountId;
    if (!sandbox.accounts().some((one) => one.accountId === account)) {
      throw usageFault(`--account: the sandbox has no account ${account}.`);
    }
    return {
      entries: rows.length,
      transactions: sandbox
        .transactions()
        .filter((one) => one.account === account && (mode ?? one.mode) === one.mode).length,
      outsideRange: 0,
      discrepancies: sandbox.compareLedger(rows, {
        accountId: account,
        ...(mode === undefined ? {} : { mode }),
      }),
    };
  } finally {
    await sandbox.close();
  }
}

async function openSandbox(file: string) {
  try {
    return await createSandbox({ file, autoDeliver: false });
  } catch (error) {
    throw usageFault(`--sandbox-file: ${(error as Error).message}`);
  }
}

function toText({ entries, transactions, outsideRange, discrepancies }: LedgerDiff): string {
  const counts = new Map<string, number>();
  for (const { kind } of discrepancies) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const sum = [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
  const about = `${entries} entries held against ${transactions} transactions`;
  const outside = outsideRange === 0 ? "" : `, ${outsideRange} of other days`;
  return [
    ...discrepancies.map(({ kind, message }) => showLine(`${kind.padEnd(16)}  ${message}`)),
    `${about}${outside}: ${sum === "" ? "they agree" : sum}.`,
  ].join("\n");
}
