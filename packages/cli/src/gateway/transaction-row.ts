import type { Transaction } from "@numipay/core";
import { type Part, styled } from "../text/part.js";
import type { Column } from "../text/table-layouts.js";
import { toCell, toMoneyCell } from "./transaction-cells.js";

/** The columns of a list of transactions. */
export const transactionColumns: readonly Column[] = [
  { head: "Status" },
  { head: "Type" },
  { head: "Amount", align: "right" },
  { head: "Tracking id", isDetail: true },
  { head: "User id", isDetail: true },
  { head: "Transaction id", isDetail: true },
];

/** The cells of a transaction. */
export function toTransactionRow(transaction: Transaction): Part[] {
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
