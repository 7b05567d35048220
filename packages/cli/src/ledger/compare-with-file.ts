import type { Contract } from "@numipay/core/protocol";
import {
  compareLedger,
  type Mode,
  readSandboxFile,
  type SandboxFileContents,
} from "@numipay/sandbox";
import { access } from "node:fs/promises";
import { usageError } from "../failure/command-failure.js";
import { checkValues } from "./check-values.js";
import type { Comparison } from "./comparison.js";
import type { LedgerEntry } from "./ledger-entry.js";
import { readIds } from "./read-ids.js";

/** Compares a ledger with all transactions of an account in a sandbox's file. */
export async function compareWithFile(
  file: string,
  wanted: {
    readonly account?: string | undefined;
    readonly mode?: Mode | undefined;
    readonly contract: Contract;
  },
  entries: readonly LedgerEntry[],
): Promise<Comparison> {
  await access(file);
  const { accounts, transactions: all } = await readFile(file);
  const account = wanted.account ?? accounts[0]?.accountId;
  if (!accounts.some((one) => one.accountId === account)) {
    const ids = accounts.map(({ accountId }) => accountId);
    throw usageError(`The sandbox has no --account ${account}. Use ${ids.join(" or ")}.`);
  }
  const transactions = all.filter(
    (one) => one.account === account && (wanted.mode ?? one.mode) === one.mode,
  );
  const reading = readIds(entries, transactions);
  checkValues(reading.entries, transactions, wanted.contract);
  return {
    transactions: transactions.length,
    outsideRange: 0,
    unguarded: reading.unguarded,
    found: compareLedger(
      transactions,
      reading.entries.map(({ row }) => row),
      wanted.contract,
    ),
  };
}

async function readFile(file: string): Promise<SandboxFileContents> {
  try {
    return await readSandboxFile(file);
  } catch (error) {
    throw usageError(`Cannot open the --sandbox-file: ${(error as Error).message}`);
  }
}
