import type { Sandbox } from "@numipay/sandbox";
import type { PayoutRecord } from "../oracle/compare-payouts.js";
import type { PayOutcome } from "../payer/payer-way.js";
import type { WalletEntry } from "../payer/payer-store.js";

export interface PayoutFacts {
  sandbox: Pick<Sandbox, "transactions">;
  outcomes: ReadonlyMap<string, PayOutcome>;
  /** The wallet of an outbox. Undefined without one: the customers' outcomes are the wallet then. */
  wallet: readonly WalletEntry[] | undefined;
  /** The states in the journal of the payouts that did not end in the wallet. */
  states: ReadonlyMap<string, string>;
}

/** Puts together what is known about each payout. */
export function readPayouts({ sandbox, outcomes, wallet, states }: PayoutFacts): PayoutRecord[] {
  const records = new Map<string, PayoutRecord>();
  const recordOf = (tracking_id: string) => {
    const record = records.get(tracking_id) ?? {
      tracking_id,
      debits: 0,
      refunds: 0,
      confirmations: 0,
      transactions: 0,
      rejected: 0,
      state: states.get(tracking_id) ?? "none",
    };
    records.set(tracking_id, record);
    return record;
  };
  for (const { tracking_id, status } of sandbox.transactions()) {
    const record = recordOf(tracking_id);
    record.transactions += 1;
    if (status === "rejected") record.rejected += 1;
  }
  for (const { tracking_id, kind } of wallet ?? toWallet(outcomes)) {
    const record = recordOf(tracking_id);
    if (kind === "debit") record.debits += 1;
    if (kind === "refund") record.refunds += 1;
    if (kind === "confirmed") record.confirmations += 1;
  }
  return [...records.values()];
}

/** Without an outbox, the shop debits first, and refunds what was refused. */
function toWallet(outcomes: ReadonlyMap<string, PayOutcome>): WalletEntry[] {
  return [...outcomes].flatMap(([tracking_id, outcome]): WalletEntry[] => {
    const debit: WalletEntry = { tracking_id, kind: "debit" };
    if (outcome === "done") return [debit, { tracking_id, kind: "confirmed" }];
    return outcome === "refused" ? [debit, { tracking_id, kind: "refund" }] : [debit];
  });
}
