import { type Day, type Numipay, type Transaction } from "@numipay/core";
import { balance } from "../books/ledger.js";
import { toCents } from "../books/money.js";
import type { Database } from "../books/open-database.js";

/** What came in within a range of days by the gateway's list, and what the ledger holds. */
export interface Statement {
  readonly deposits: number;
  readonly gatewayCents: number;
  readonly ledgerCents: number;
}

/** The treasurer's statement. The range may be a year: `iterate` asks for it week by week. */
export async function writeStatement(
  numipay: Numipay,
  { queries }: Database,
  range: { from: Day; to: Day },
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

/** Today's donations by the gateway's own list, for the thermometer on the harbour wall. */
export async function sumToday(numipay: Numipay, currency: string): Promise<number> {
  const today = await numipay.transactions.list();
  return today
    .filter((transaction) => isDonation(transaction, currency))
    .reduce((sum, { amount }) => sum + (toCents(amount) ?? 0), 0);
}

function isDonation({ transaction_type, status, currency }: Transaction, wanted: string): boolean {
  return transaction_type === "deposit" && status === "successful" && currency === wanted;
}
