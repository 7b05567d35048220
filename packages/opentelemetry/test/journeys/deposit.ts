import type { Sandbox } from "@numipay/sandbox";
import { exampleTransaction } from "@numipay/testing";
import { submit } from "./start-sandbox.js";

/** A deposit with the same ids in every run. */
export const deposit = exampleTransaction({ transaction_id: "gateway-1", tracking_id: "order-1" });

/** Opens a checkout in a shop, pays as the customer, and delivers the webhooks. */
export async function playDeposit(shopUrl: string, sandbox: Sandbox): Promise<void> {
  const response = await fetch(`${shopUrl}/shop/checkout`, { method: "POST" });
  const { url: cashier } = (await response.json()) as { url: string };
  await submit(`${cashier}/northbank`, { action: "pay" });
  await sandbox.flush();
}

/** The traces of `playDeposit` in a shop whose handler of `deposit.successful` is `creditWallet`. */
export const depositOutline = `
SERVER POST
  INTERNAL numipay payments.hostedCheckout numipay.attempts=1 numipay.moves_money=true numipay.operation=payments.hostedCheckout numipay.operation_id=hostedCheckout numipay.outcome=succeeded numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port>
    CLIENT POST /payments/hosted http.request.method=POST http.response.status_code=200 numipay.operation_id=hostedCheckout numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port> url.template=/payments/hosted
SERVER POST
  INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=deposit.pending numipay.handlers=0 numipay.outcome=unhandled numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=order-1 numipay.transaction_id=gateway-0
    INTERNAL numipay webhook.verify numipay.signed_form=raw
    INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=deposit.pending
    INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=deposit.pending numipay.recorded=true
SERVER POST
  INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=deposit.successful numipay.handlers=1 numipay.outcome=processed numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=order-1 numipay.transaction_id=gateway-0
    INTERNAL numipay webhook.verify numipay.signed_form=raw
    INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=deposit.successful
    INTERNAL numipay webhook.handler numipay.account=default numipay.event_type=deposit.successful numipay.handler=0 numipay.tracking_id=order-1 numipay.transaction_id=gateway-0
      INTERNAL credit wallet
        INTERNAL UPDATE wallets
    INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=deposit.successful numipay.recorded=true
`;
