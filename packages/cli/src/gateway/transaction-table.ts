import type { Transaction } from "@numipay/core";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { type Part, styled } from "../text/part.js";
import { createTable } from "../text/table.js";
import { toCell, toMoneyCell } from "./transaction-cells.js";

/** Prints transactions as a table. */
export interface TransactionTable {
  /** Adds the transactions of the next days. */
  add(transactions: readonly Transaction[]): Promise<void>;
  /** Prints what was not printed yet. */
  flush(): Promise<void>;
  /** True if nothing was added. */
  isEmpty(): boolean;
}

/** Rows that are printed at once, so that their columns are aligned and the memory stays small. */
const rowsAtOnce = 1_000;

/** Creates a table of transactions. */
export function createTransactionTable(terminal: Pick<GuardedTerminal, "print">): TransactionTable {
  const addRows = createTable([
    { head: "Status" },
    { head: "Type" },
    { head: "Amount", align: "right" },
    { head: "Tracking id" },
    { head: "User id", isDetail: true },
    { head: "Transaction id", isDetail: true },
  ]);
  let pending: Part[][] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    const rows = pending;
    pending = [];
    if (rows.length > 0) await terminal.print(addRows(rows));
  };
  return {
    async add(transactions) {
      count += transactions.length;
      pending = pending.concat(transactions.map(toRow));
      if (pending.length >= rowsAtOnce) await flush();
    },
    flush,
    isEmpty: () => count === 0,
  };
}

function toRow(transaction: Transaction): Part[] {
  const fields = new Map<string, unknown>(Object.entries(transaction));
  return [
    toStatus(toCell(fields, "status")),
    toCell(fields, "transaction_type"),
    toMoneyCell(fields),
    toCell(fields, "tracking_id"),
    toCell(fields, "user_id"),
    toCell(fields, "transaction_id"),
  ];
}

function toStatus(status: string): Part {
  if (status === "successful") return styled("good", status);
  if (status === "pending") return styled("caution", status);
  return status === "rejected" || status === "expired" ? styled("bad", status) : status;
}
