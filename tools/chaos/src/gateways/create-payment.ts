import type { Numipay } from "@numipay/core";
import { seededChoice } from "../seeded-random.js";

/** Most succeed. `.01` is rejected, `.03` stays pending for ten virtual minutes. */
const amounts = ["20.00", "35.00", "50.00", "12.01", "18.03"];

export interface PaymentOptions {
  seed: string;
  tracking_id: string;
}

/** Creates one card payment. The seed decides its amount, and so its status. */
export async function createPayment(numipay: Numipay, { seed, tracking_id }: PaymentOptions) {
  await numipay.payments.serverToServer({
    tracking_id,
    user_id: "customer-1",
    currency: "EUR",
    amount: seededChoice(amounts, seed, "amount", tracking_id),
    card_number: "4242424242424242",
    card_holder: "Ada Tester",
    expiry_month: "12",
    expiry_year: "2030",
    cvv: "123",
  });
}
