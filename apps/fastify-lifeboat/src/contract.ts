import { defineContract } from "@numipay/core";

/**
 * How our gateway differs from its public documentation: it supports refunds. Client and webhook must use the same
 * contract.
 */
export const contract = defineContract({
  statuses: { refunded: { final: true } },
  operations: {
    refundDeposit: {
      method: "POST",
      path: "/refunds",
      fields: { tracking_id: { required: true }, amount: { required: true } },
      response: { fields: { refund_status: { required: true } } },
    },
  },
});

// Types `numipay.request("refundDeposit", …)` and `webhook.on("deposit.refunded", …)`. Unknown names do not compile.
declare module "@numipay/core" {
  interface Register {
    contract: typeof contract;
  }
}
