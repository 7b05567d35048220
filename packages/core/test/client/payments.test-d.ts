// Compiled, not run.
import { describe, expectTypeOf, it } from "vitest";
import type { Numipay, Payments, PayoutRequest } from "../../src/index.js";

type AmountOf<Operation extends keyof Payments> = Parameters<Payments[Operation]>[0]["amount"];

const order = { tracking_id: "o-1", user_id: "u-1", currency: "EUR", amount: "1.00" };

describe("Payments", () => {
  it("accepts an amount as a string or a number", () => {
    expectTypeOf<AmountOf<"hostedCheckout">>().toEqualTypeOf<string | number>();
    expectTypeOf<AmountOf<"direct">>().toEqualTypeOf<string | number>();
    expectTypeOf<AmountOf<"serverToServer">>().toEqualTypeOf<string | number>();
  });
});

describe("requests", () => {
  const call = async (numipay: Numipay, maybe: string | undefined): Promise<void> => {
    const { payments, payouts } = numipay;
    await payments.hostedCheckout(order);
    await payments.hostedCheckout({ ...order, return_url: maybe, country: maybe, email: maybe });
    await payouts.approve({ tracking_id: "o-1", transaction_id: maybe });

    // @ts-expect-error -- misspelled
    await payments.hostedCheckout({ ...order, retrun_url: "https://shop.example" });
    // @ts-expect-error -- in camel case
    await payments.direct({ ...order, provider_id: "a", returnUrl: "" });
    // @ts-expect-error -- unknown
    await payouts.request({ ...order, metadata: { a: 1 } });
    // @ts-expect-error -- in an envelope
    await payments.hostedCheckout({ request: order });
    // @ts-expect-error -- without an amount
    await payments.hostedCheckout({ tracking_id: "o-1", user_id: "u-1", currency: "EUR" });
    // @ts-expect-error -- a bigint as the amount
    await payments.hostedCheckout({ ...order, amount: 100n });
    // @ts-expect-error -- a number as the id
    await payments.hostedCheckout({ ...order, user_id: 7 });
    // @ts-expect-error -- not an option of a call
    await payments.hostedCheckout(order, { timeout: 5 });
    // @ts-expect-error -- not a name of a payout
    await payouts.approve({ id: "o-1" });
  };
  void call;

  it("take unknown fields that a type argument names", () => {
    const callWithMore = async ({ payments, payouts }: Numipay): Promise<void> => {
      await payments.hostedCheckout<{ locale: string }>({ ...order, locale: "de" });
      await payouts.request<{ metadata?: object }>(order);
      // @ts-expect-error -- without the field that the type argument requires
      await payments.hostedCheckout<{ locale: string }>(order);
      // @ts-expect-error -- misspelled beside the named field
      await payments.hostedCheckout<{ locale?: string }>({ ...order, locael: "de" });
    };
    void callWithMore;
    expectTypeOf<PayoutRequest["return_url"]>().toEqualTypeOf<string | undefined>();
  });
});
