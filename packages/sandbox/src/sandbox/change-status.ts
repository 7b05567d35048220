import { isAmount, nearestWord, type Contract } from "@numipay/core/protocol";
import type { TransactionRecord } from "../gateway/transaction-record.js";
import type { Gateway } from "./compose-gateway.js";
import type { NewTransaction } from "./sandbox.js";

/**
 * Moves a transaction to a status, as the gateway would.
 *
 * @throws RangeError for an unknown id or status, and a status that must not follow.
 */
export function changeStatus(gateway: Gateway, transactionId: string, status: string): void {
  const { contract, store, ledger } = gateway;
  const record = store.transactions.byId(transactionId);
  if (record === undefined) {
    throw new RangeError("No transaction of the sandbox has this transaction_id.");
  }
  checkStatus(contract, status);
  const [before, after] = [record.status, status].map((one) => contract.statuses.get(one));
  if (record.status === status || (before === 1 && after === 0)) {
    throw new RangeError(`A transaction that is ${record.status} cannot become ${status}.`);
  }
  ledger.apply(transactionId, { kind: "set-status", status, isFinal: after === 1 });
}

/**
 * Opens a transaction without a request, such as a chargeback.
 *
 * @throws RangeError for an unknown type or status, an invalid amount, and a used tracking_id.
 */
export function addTransaction(gateway: Gateway, fields: NewTransaction): TransactionRecord {
  const { contract, store, ledger } = gateway;
  const { transaction_type: type, status = "pending", accountId, mode = "test" } = fields;
  checkStatus(contract, status);
  if (!contract.types.includes(type)) {
    throw new RangeError(unknown("type", type, contract.types));
  }
  if (!isAmount(fields.amount)) {
    throw new RangeError('amount must be a decimal number as text, such as "200.00".');
  }
  const record = ledger.open(
    {
      accountId: accountId ?? store.accounts.first().accountId,
      mode,
      type,
      flow: "gateway",
      trackingId: fields.tracking_id,
      userId: fields.user_id ?? "",
      currency: fields.currency,
      amount: fields.amount,
      country: null,
      providerId: null,
      returnUrl: null,
    },
    { first: { kind: "set-status", status, isFinal: contract.statuses.get(status) === 1 } },
  );
  if (record === undefined) throw new RangeError("This tracking_id is already in use.");
  return record;
}

function checkStatus({ statuses }: Contract, status: string): void {
  if (!statuses.has(status)) throw new RangeError(unknown("status", status, [...statuses.keys()]));
}

function unknown(what: "status" | "type", value: string, known: readonly string[]): string {
  const option = what === "status" ? "contract.statuses" : "contract.types";
  const near = nearestWord(value, known);
  const hint = near === undefined ? `Use one of ${known.join(", ")}.` : `Did you mean ${near}?`;
  return `${JSON.stringify(value)} is not a ${what} of the contract. ${hint} To add it, use ${option}.`;
}
