import type { Numipay } from "@numipay/core";
import { seededChoice } from "../draw.js";

/** Most go through; `.01` is rejected, `.03` stays pending for ten virtual minutes. */
const amounts = ["20.00", "35.00", "50.00", "12.01", "18.03"];

/** Takes one payment by card; what it comes to is drawn. */
export async function takePayment(
  numipay: Numipay,
  { seed, tracking_id }: { seed: string; tracking_id: string },
) {
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
