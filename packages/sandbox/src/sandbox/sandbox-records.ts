import { compareLedger } from "../gateway/compare-ledger.js";
import { toWireTransaction } from "../gateway/wire-transaction.js";
import type { Gateway } from "./compose-gateway.js";
import { toDeliveryAttempt, toSandboxTransaction } from "./sandbox-rows.js";
import type { Sandbox } from "./sandbox.js";

/** What a sandbox knows of what happened in it, as its user reads it. */
export function sandboxRecords(
  { store, contract, customCalls, mustBeOpen }: Gateway,
  { account }: Pick<Sandbox, "account">,
): Pick<Sandbox, "transactions" | "deliveries" | "customCalls" | "compareLedger"> {
  return {
    transactions() {
      mustBeOpen();
      return store.transactions.all().map(toSandboxTransaction);
    },
    deliveries() {
      mustBeOpen();
      return store.deliveries.attempts().map(toDeliveryAttempt);
    },
    customCalls() {
      mustBeOpen();
      return customCalls.list();
    },
    // Its options are not checked for names: an account is taken whole.
    compareLedger(rows, { accountId, mode } = {}) {
      const owner = account(accountId).accountId;
      const known = store.transactions
        .all()
        .filter((one) => one.accountId === owner && (mode === undefined || one.mode === mode));
      return compareLedger(known.map(toWireTransaction), rows, contract);
    },
  };
}
