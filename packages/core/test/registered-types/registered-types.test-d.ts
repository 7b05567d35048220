// Compiled, not run: the types under a registered contract override. Decision 0021.
import {
  defineContract,
  type DirectRequest,
  type EventPattern,
  Numipay,
  numipayWebhook,
  type Transaction,
} from "@numipay/core";

const contract = defineContract({
  statuses: { refunded: { final: true } },
  types: { chargeback: {} },
  fields: { user_id: { required: false }, amount: { type: "number" } },
  operations: {
    direct: {
      fields: { provider_id: { name: "providerId", type: "number" }, session: { required: true } },
      response: { fields: { expires_at: { type: "number", required: false } } },
    },
    refund: {
      method: "POST",
      path: "/refunds",
      fields: { transaction_id: { required: true }, amount: {} },
      response: { fields: { refund_id: { required: true } } },
    },
  },
  webhook: { fields: { user_id: { required: false }, fee: { required: true } } },
});

declare module "@numipay/core" {
  interface Register {
    contract: typeof contract;
  }
}

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const isTrue = <_Claim extends true>(): void => {};

const numipay = new Numipay({ contract });
const webhook = numipayWebhook({ contract });
const base = { tracking_id: "o-1", currency: "EUR" };

// Request fields.
isTrue<Same<DirectRequest["provider_id"], number>>();
isTrue<Same<DirectRequest["session"], string>>();
isTrue<Same<DirectRequest["user_id"], string | undefined>>();
void numipay.payments.direct({ ...base, amount: 5, provider_id: 7, session: "s" });
// @ts-expect-error -- provider_id is a number
void numipay.payments.direct({ ...base, amount: "5.00", provider_id: "7", session: "s" });
// @ts-expect-error -- session is missing
void numipay.payments.direct({ ...base, amount: "5.00", provider_id: 7 });
// @ts-expect-error -- amount is missing
void numipay.payments.hostedCheckout(base);
void numipay.payments.hostedCheckout({ ...base, amount: "5.00" });

// Response fields.
void numipay.payments.direct({ ...base, amount: 5, provider_id: 7, session: "s" }).then((page) => {
  isTrue<Same<typeof page.expires_at, number | null | undefined>>();
  isTrue<Same<typeof page.url, string>>();
});

// Operations that the override adds.
void numipay.request("refund", { transaction_id: "t-1", amount: "1.00" }).then((refund) => {
  isTrue<Same<typeof refund.refund_id, string>>();
});
// @ts-expect-error -- transaction_id is missing
void numipay.request("refund", { amount: "1.00" });

// Patterns and events.
isTrue<"deposit.refunded" extends EventPattern ? true : false>();
isTrue<"chargeback.*" extends EventPattern ? true : false>();
webhook.on("deposit.refunded", (event) => {
  isTrue<Same<typeof event.status, "refunded">>();
  isTrue<Same<typeof event.user_id, string | null | undefined>>();
  isTrue<Same<typeof event.fee, string>>();
});
// @ts-expect-error -- no such status
webhook.on("deposit.refundet", () => {});
isTrue<Same<Transaction["amount"], string>>();
