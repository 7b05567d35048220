import type { operations } from "../protocol/contract.generated.js";

const methods: Record<keyof typeof operations, string> = {
  hostedCheckout: "payments.hostedCheckout",
  direct: "payments.direct",
  serverToServer: "payments.serverToServer",
  requestPayout: "payouts.request",
  approvePayout: "payouts.approve",
  rejectPayout: "payouts.reject",
  transactionStatus: "transactions.status",
  listTransactions: "transactions.list",
};

/** The client's method for an operation of the contract, such as `payouts.request` for `requestPayout`. */
export function methodOf(operationId: string): string {
  return Object.hasOwn(methods, operationId)
    ? methods[operationId as keyof typeof methods]
    : "request";
}
