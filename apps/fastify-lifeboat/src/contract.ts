import { defineContract } from "@numipay/core";

/**
 * What our gateway does otherwise than the library assumes: it takes deposits back, which its public documentation does not
 * mention. Client and webhook are given the same.
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

// From here on `numipay.request("refundDeposit", …)` and `webhook.on("deposit.refunded", …)` compile, and no other name does.
declare module "@numipay/core" {
  interface Register {
    contract: typeof contract;
  }
}
