import type { ListRange, Numipay } from "@numipay/core";
import type { Target } from "../output/target.js";
import type { ProgressLine } from "./progress-line.js";
import type { TransactionWriter } from "./transaction-writer.js";

/** What to export, and where to. */
interface Export {
  readonly numipay: Numipay;
  readonly windows: readonly ListRange[];
  readonly writer: TransactionWriter;
  readonly target: Target;
  readonly progress: ProgressLine;
  readonly signal: AbortSignal;
}

/**
 * Writes the transactions of all windows, one window in memory at a time.
 *
 * @returns the number of transactions and windows
 */
export async function exportTransactions(
  request: Export,
): Promise<{ transactions: number; windows: number }> {
  const { numipay, windows, writer, target, progress, signal } = request;
  let transactions = 0;
  try {
    progress.show(0, windows.length, "0 transactions");
    if (writer.head !== "") await target.write(writer.head);
    for (const [index, window] of windows.entries()) {
      for (const transaction of await numipay.transactions.list(window, { signal })) {
        await target.write(writer.line(transaction));
        transactions += 1;
      }
      const last = window.to === undefined ? "" : `, up to ${String(window.to)}`;
      const note = `${transactions} transactions${last}`;
      progress.show(index + 1, windows.length, note);
    }
    await target.finish();
    return { transactions, windows: windows.length };
  } catch (error) {
    await target.abandon();
    throw error;
  } finally {
    progress.clear();
  }
}
