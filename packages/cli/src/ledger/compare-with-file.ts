import type { Contract } from "@numipay/core/protocol";
import { compareLedger, createSandbox, type Mode } from "@numipay/sandbox";
import { access } from "node:fs/promises";
import { usageFault } from "../failure/command-failure.js";
import { checkWords } from "./check-words.js";
import type { Compared } from "./compared.js";
import type { LedgerEntry } from "./ledger-entry.js";
import { readIds } from "./read-ids.js";

/** Compares a ledger with everything that a sandbox's file has of an account. */
export async function compareWithFile(
  file: string,
  wanted: {
    readonly account?: string | undefined;
    readonly mode?: Mode | undefined;
    readonly contract: Contract;
  },
  entries: readonly LedgerEntry[],
): Promise<Compared> {
  // Opening a file that is missing would create it, and every entry would be a phantom.
  await access(file);
  const sandbox = await openSandbox(file);
  try {
    const account = wanted.account ?? sandbox.account().accountId;
    if (!sandbox.accounts().some((one) => one.accountId === account)) {
      throw usageFault(`--account: the sandbox has no account ${account}.`);
    }
    const transactions = sandbox
      .transactions()
      .filter((one) => one.account === account && (wanted.mode ?? one.mode) === one.mode);
    const reading = readIds(entries, transactions);
    checkWords(reading.entries, transactions, wanted.contract);
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
