import type { Contract, Transaction } from "@numipay/core/protocol";
import { usageFault } from "../failure/command-failure.js";
import type { LedgerEntry } from "./ledger-entry.js";

/**
 * Refuses a status, a type or a currency in words that the gateway does not use: an entry that is not understood cannot
 * be compared. What the gateway itself sends is always understood, and so is what the contract override adds.
 *
 * @throws CommandFailure naming the line and the column
 */
export function checkWords(
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
  for (const { row, place } of entries) {
    const { status, type, currency } = row;
    if (status !== undefined && !statuses.has(status)) {
      throw usageFault(
        `${place}, status: ${JSON.stringify(status)} is no status of the gateway. Write successful for what is booked ` +
          `as money, else one of ${[...statuses].filter((one) => one !== "successful").join(", ")}. If the gateway has ` +
          "more, add it to statuses in the file of --contract.",
      );
    }
    if (type !== undefined && !types.has(type)) {
      throw usageFault(
        `${place}, type: ${JSON.stringify(type)} is no type of the gateway. Write one of ${[...types].join(", ")}. If the ` +
          "gateway has more, add it to types in the file of --contract.",
      );
    }
    if (!/^[A-Z][A-Z0-9]{1,11}$/.test(currency) && !currencies.has(currency)) {
      throw usageFault(
        `${place}, currency: ${JSON.stringify(currency)} is no currency code. Write it in capitals, as the gateway ` +
          "does: EUR.",
      );
    }
  }
}
