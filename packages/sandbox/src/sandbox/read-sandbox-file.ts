import { readStore } from "../storage/read-store.js";
import type { SandboxTransaction } from "./sandbox.js";
import { toSandboxTransaction } from "./sandbox-rows.js";

/** What a sandbox's file contains. */
export interface SandboxFileContents {
  /** All merchant accounts, in creation order. */
  readonly accounts: readonly { readonly accountId: string; readonly merchantName: string }[];
  /** All transactions, oldest first. */
  readonly transactions: readonly SandboxTransaction[];
}

/**
 * Reads the accounts and transactions of a sandbox's file. It never writes to the file, and works while a sandbox uses it and
 * on a read-only disk.
 *
 * @throws Error for a missing file, one that is not a sandbox's, and one of another version.
 */
export async function readSandboxFile(file: string): Promise<SandboxFileContents> {
  return readStore(file, ({ accounts, transactions }) => ({
    accounts: accounts.list().map(({ accountId, merchantName }) => ({ accountId, merchantName })),
    transactions: transactions.all().map(toSandboxTransaction),
  }));
}
