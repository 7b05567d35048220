import { compareLedger } from "../gateway/compare-ledger.js";
import { toWireTransaction } from "../gateway/wire-transaction.js";
import type { Gateway } from "./compose-gateway.js";
import { toDeliveryAttempt, toSandboxTransaction } from "./sandbox-rows.js";
import type { Sandbox } from "./sandbox.js";

/** Creates the methods that read a sandbox's data. */
export function sandboxRecords(
  { store, contract, customCalls, assertOpen }: Gateway,
  { account }: Pick<Sandbox, "account">,
): Pick<Sandbox, "transactions" | "deliveries" | "customCalls" | "compareLedger"> {
  return {
    transactions() {
      assertOpen();
      return store.transactions.all().map(toSandboxTransaction);
    },
    deliveries() {
      assertOpen();
      return store.deliveries.attempts().map(toDeliveryAttempt);
    },
    customCalls() {
      assertOpen();
      return customCalls.list();
    },
    // Its options are not checked for unknown names, because a whole account may be passed.
    compareLedger(rows, { accountId, mode } = {}) {
      const owner = account(accountId).accountId;
      const known = store.transactions
        .all()
        .filter((one) => one.accountId === owner && (mode === undefined || one.mode === mode));
      return compareLedger(known.map(toWireTransaction), rows, contract);
    },
  };
}
