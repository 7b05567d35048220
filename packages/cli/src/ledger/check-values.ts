import type { Contract, Transaction } from "@numipay/core/protocol";
import { usageError } from "../failure/command-failure.js";
import { type LedgerEntry, namePlace } from "./ledger-entry.js";

/**
 * Rejects entries with an unknown status, type or currency, because they cannot be compared. Values that the gateway
 * sends and values of the contract override are known.
 *
 * @throws CommandFailure naming the line and the column
 */
export function checkValues(
  entries: readonly LedgerEntry[],
  transactions: readonly Transaction[],
  contract: Pick<Contract, "statuses" | "types">,
): void {
  const statuses = new Set<string>([
    ...contract.statuses.keys(),
    ...transactions.map((one) => one.status),
  ]);
  const types = new Set<string>([
    ...contract.types,
    ...transactions.map((one) => one.transaction_type),
  ]);
  const currencies = new Set<string>(transactions.map(({ currency }) => currency));
  for (const entry of entries) {
    const { status, type, currency } = entry.row;
    if (status !== undefined && !statuses.has(status)) {
      throw usageError(
        `${namePlace(entry)}: unknown status ${JSON.stringify(status)}. Write successful for a credit, otherwise ` +
          `${[...statuses].filter((one) => one !== "successful").join(", ")}. If the gateway has other statuses, add them ` +
          "to statuses in the --contract file.",
      );
    }
    if (type !== undefined && !types.has(type)) {
      throw usageError(
        `${namePlace(entry)}: unknown type ${JSON.stringify(type)}. Write one of ${[...types].join(", ")}. If the gateway has other ` +
          "types, add them to types in the --contract file.",
      );
    }
    if (!/^[A-Z][A-Z0-9]{1,11}$/.test(currency) && !currencies.has(currency)) {
      throw usageError(
        `${namePlace(entry)}: unknown currency ${JSON.stringify(currency)}. Write it in capitals, as the gateway does: EUR.`,
      );
    }
  }
}
