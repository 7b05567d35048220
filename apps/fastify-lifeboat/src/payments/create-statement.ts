import type { Day, Numipay, Transaction } from "@numipay/core";
import { balance } from "../ledger/ledger.js";
import { toCents } from "../ledger/money.js";
import type { Database } from "../ledger/open-database.js";

/** The gateway's deposits within a range of days, and the ledger's balance. */
export interface Statement {
  readonly deposits: number;
  readonly gatewayCents: number;
  readonly ledgerCents: number;
}

export interface DayRange {
  from: Day;
  to: Day;
}

/** Creates the treasurer's statement. The range can be a year: `iterate` requests it week by week. */
export async function createStatement(
  numipay: Numipay,
  { queries }: Database,
  range: DayRange,
  currency: string,
): Promise<Statement> {
  let deposits = 0;
  let gatewayCents = 0;
  for await (const transaction of numipay.transactions.iterate(range)) {
    if (!isDonation(transaction, currency)) continue;
    deposits += 1;
    gatewayCents += toCents(transaction.amount) ?? 0;
  }
  return { deposits, gatewayCents, ledgerCents: await balance(queries, "donations", currency) };
}

/** Adds up today's donations from the gateway's list, for the fundraising display at the harbour. */
export async function sumToday(numipay: Numipay, currency: string): Promise<number> {
  const today = await numipay.transactions.list();
  return today
    .filter((transaction) => isDonation(transaction, currency))
    .reduce((sum, { amount }) => sum + (toCents(amount) ?? 0), 0);
}

function isDonation({ transaction_type, status, currency }: Transaction, wanted: string): boolean {
  return transaction_type === "deposit" && status === "successful" && currency === wanted;
}
