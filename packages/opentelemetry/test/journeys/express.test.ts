import { isOutcomeUnknownError, Numipay } from "@numipay/core";
import { signDelivery } from "@numipay/testing";
import { describe, expect, it } from "vitest";
import { deposit, depositOutline, playDeposit } from "./deposit.js";
import { creditWallet, openShop, order } from "./open-shop.js";
import { submit } from "./start-sandbox.js";

describe("a deposit", () => {
  it("has a trace of the checkout and one of each webhook", async () => {
    const { url, sandbox, webhook, outline } = await openShop();
    webhook.on("deposit.successful", creditWallet);
    await playDeposit(url, sandbox);
    expect(await outline()).toBe(depositOutline);
  });
});

describe("a payout", () => {
  it("has a trace of each call and of each webhook", async () => {
    const { sandbox, numipay, webhook, outline } = await openShop();
    webhook.on("withdrawal.*", creditWallet);
    const payout = { ...order, tracking_id: "payout-1", amount: "30.00" };
    const { url } = await numipay.payouts.request(payout);
    await numipay.payouts.request(payout); // returned by the journal
    await submit(`${url}/pursa`, { action: "confirm" });
    await sandbox.flush();
    await numipay.payouts.approve({ tracking_id: "payout-1" });
    await sandbox.flush();
    expect(await outline()).toMatchInlineSnapshot(`
      "
      INTERNAL numipay payouts.request numipay.attempts=1 numipay.moves_money=true numipay.operation=payouts.request numipay.operation_id=requestPayout numipay.outcome=succeeded numipay.tracking_id=payout-1 server.address=127.0.0.1 server.port=<port>
        CLIENT POST /payouts/request http.request.method=POST http.response.status_code=200 numipay.operation_id=requestPayout numipay.tracking_id=payout-1 server.address=127.0.0.1 server.port=<port> url.template=/payouts/request
      INTERNAL numipay payouts.request numipay.attempts=0 numipay.moves_money=true numipay.operation=payouts.request numipay.operation_id=requestPayout numipay.outcome=recorded numipay.tracking_id=payout-1 server.address=127.0.0.1 server.port=<port>
      SERVER POST
        INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=withdrawal.pending numipay.handlers=1 numipay.outcome=processed numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=payout-1 numipay.transaction_id=gateway-0
          INTERNAL numipay webhook.verify numipay.signed_form=raw
          INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=withdrawal.pending
          INTERNAL numipay webhook.handler numipay.account=default numipay.event_type=withdrawal.pending numipay.handler=0 numipay.tracking_id=payout-1 numipay.transaction_id=gateway-0
            INTERNAL credit wallet
              INTERNAL UPDATE wallets
          INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=withdrawal.pending numipay.recorded=true
      INTERNAL numipay payouts.approve numipay.attempts=1 numipay.moves_money=true numipay.operation=payouts.approve numipay.operation_id=approvePayout numipay.outcome=succeeded numipay.tracking_id=payout-1 server.address=127.0.0.1 server.port=<port>
        CLIENT POST /payouts/approve http.request.method=POST http.response.status_code=200 numipay.operation_id=approvePayout numipay.tracking_id=payout-1 server.address=127.0.0.1 server.port=<port> url.template=/payouts/approve
      SERVER POST
        INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=withdrawal.successful numipay.handlers=1 numipay.outcome=processed numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=payout-1 numipay.transaction_id=gateway-0
          INTERNAL numipay webhook.verify numipay.signed_form=raw
          INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=withdrawal.successful
          INTERNAL numipay webhook.handler numipay.account=default numipay.event_type=withdrawal.successful numipay.handler=0 numipay.tracking_id=payout-1 numipay.transaction_id=gateway-0
            INTERNAL credit wallet
              INTERNAL UPDATE wallets
          INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=withdrawal.successful numipay.recorded=true
      "
    `);
  });

  it("has a trace of the outbox", async () => {
    const { outbox, outline } = await openShop();
    outbox.on("refused", () => undefined).on("confirmed", creditWallet);
    const payout = { ...order, tracking_id: "payout-1", amount: "30.00" };
    await outbox.enqueue(undefined, "payouts.request", payout);
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 1 });
    expect(await outline()).toMatchInlineSnapshot(`
      "
      INTERNAL numipay outbox.process numipay.account=default numipay.operation=payouts.request numipay.outcome=confirmed numipay.tracking_id=payout-1
        CLIENT POST /payouts/request http.request.method=POST http.response.status_code=200 numipay.operation_id=requestPayout numipay.tracking_id=payout-1 server.address=127.0.0.1 server.port=<port> url.template=/payouts/request
        INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=outbox.confirmed
        INTERNAL numipay webhook.handler numipay.account=default numipay.event_type=outbox.confirmed numipay.handler=0 numipay.tracking_id=payout-1
          INTERNAL credit wallet
            INTERNAL UPDATE wallets
        INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=outbox.confirmed numipay.recorded=true
      "
    `);
  });
});

describe("what fails", () => {
  it("is an error of the handler and of the delivery", async () => {
    const { url, sandbox, webhook, outline } = await openShop();
    webhook.on("deposit.*", async () => {
      throw Object.assign(new Error("duplicate key: ada@example.test"), { code: "23505" });
    });
    const { signaturePassword } = sandbox;
    const delivery = signDelivery(deposit, { signaturePassword });
    expect((await fetch(`${url}/shop/webhook`, delivery)).status).toBe(500);
    expect(await outline()).toMatchInlineSnapshot(`
      "
      SERVER POST ERROR
        INTERNAL numipay webhook.delivery ERROR error.type=handler-failed numipay.account=default numipay.event_type=deposit.successful numipay.outcome=handler-failed numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
          INTERNAL numipay webhook.verify numipay.signed_form=raw
          INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=deposit.successful
          INTERNAL numipay webhook.handler ERROR error.type=23505 numipay.account=default numipay.event_type=deposit.successful numipay.handler=0 numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
      "
    `);
  });

  it("is no error of this process if the sender is rejected", async () => {
    const { url, outline } = await openShop();
    const signaturePassword = "another-signature-password-30-chars";
    const delivery = signDelivery(deposit, { signaturePassword });
    expect((await fetch(`${url}/shop/webhook`, delivery)).status).toBe(401);
    expect(await outline()).toMatchInlineSnapshot(`
      "
      SERVER POST
        INTERNAL numipay webhook.delivery numipay.outcome=bad-signature numipay.source=webhook
          INTERNAL numipay webhook.verify numipay.outcome=bad-signature
      "
    `);
  });

  it("is no error if a delivery is repeated", async () => {
    const { url, sandbox, webhook, outline } = await openShop();
    webhook.on("deposit.*", () => undefined);
    const { signaturePassword } = sandbox;
    const delivery = signDelivery(deposit, { signaturePassword });
    await fetch(`${url}/shop/webhook`, delivery);
    await fetch(`${url}/shop/webhook`, delivery);
    expect(await outline()).toMatchInlineSnapshot(`
      "
      SERVER POST
        INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=deposit.successful numipay.handlers=1 numipay.outcome=processed numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
          INTERNAL numipay webhook.verify numipay.signed_form=raw
          INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=new numipay.event_type=deposit.successful
          INTERNAL numipay webhook.handler numipay.account=default numipay.event_type=deposit.successful numipay.handler=0 numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
          INTERNAL numipay webhook.commit numipay.account=default numipay.event_type=deposit.successful numipay.recorded=true
      SERVER POST
        INTERNAL numipay webhook.delivery numipay.account=default numipay.event_type=deposit.successful numipay.outcome=duplicate numipay.password_index=0 numipay.signed_form=raw numipay.source=webhook numipay.tracking_id=order-1 numipay.transaction_id=gateway-1
          INTERNAL numipay webhook.verify numipay.signed_form=raw
          INTERNAL numipay webhook.claim numipay.account=default numipay.claim_state=duplicate numipay.event_type=deposit.successful
      "
    `);
  });

  it("is an error of the call and of its request", async () => {
    const { numipay, outline } = await openShop();
    await expect(numipay.transactions.status("unknown")).rejects.toThrow(/404/);
    await expect(numipay.payouts.approve({ tracking_id: "unknown" })).rejects.toThrow(/404/);
    expect(await outline()).toMatchInlineSnapshot(`
      "
      INTERNAL numipay transactions.status ERROR error.type=request_rejected numipay.attempts=1 numipay.moves_money=false numipay.operation=transactions.status numipay.operation_id=transactionStatus numipay.outcome=failed numipay.tracking_id=unknown server.address=127.0.0.1 server.port=<port>
        CLIENT GET /transactions/{id} ERROR error.type=404 http.request.method=GET http.response.status_code=404 numipay.operation_id=transactionStatus numipay.tracking_id=unknown server.address=127.0.0.1 server.port=<port> url.template=/transactions/{id}
      INTERNAL numipay payouts.approve ERROR error.type=request_rejected numipay.attempts=1 numipay.moves_money=true numipay.operation=payouts.approve numipay.operation_id=approvePayout numipay.outcome=refused numipay.tracking_id=unknown server.address=127.0.0.1 server.port=<port>
        CLIENT POST /payouts/approve ERROR error.type=404 http.request.method=POST http.response.status_code=404 numipay.operation_id=approvePayout numipay.tracking_id=unknown server.address=127.0.0.1 server.port=<port> url.template=/payouts/approve
      "
    `);
  });

  it("has the attempts of a call whose outcome is unknown", async () => {
    const { sandbox, outline } = await openShop();
    const { apiKey, baseUrl } = sandbox;
    const lost = async (): Promise<Response> => {
      throw new TypeError("fetch failed", { cause: { code: "ECONNRESET" } });
    };
    const numipay = new Numipay({ apiKey, baseUrl, fetch: lost, retryDelayMs: 1 });
    const failed = numipay.payments.hostedCheckout(order);
    await expect(failed).rejects.toSatisfy(isOutcomeUnknownError);
    expect(await outline()).toMatchInlineSnapshot(`
      "
      INTERNAL numipay payments.hostedCheckout ERROR error.type=outcome_unknown numipay.attempts=4 numipay.moves_money=true numipay.operation=payments.hostedCheckout numipay.operation_id=hostedCheckout numipay.outcome=unknown numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port>
        CLIENT POST /payments/hosted ERROR error.type=ECONNRESET http.request.method=POST numipay.operation_id=hostedCheckout numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port> url.template=/payments/hosted
        CLIENT GET /transactions/{id} ERROR error.type=ECONNRESET http.request.method=GET numipay.operation_id=transactionStatus numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port> url.template=/transactions/{id}
        CLIENT GET /transactions/{id} ERROR error.type=ECONNRESET http.request.method=GET http.request.resend_count=1 numipay.operation_id=transactionStatus numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port> url.template=/transactions/{id}
        CLIENT GET /transactions/{id} ERROR error.type=ECONNRESET http.request.method=GET http.request.resend_count=2 numipay.operation_id=transactionStatus numipay.tracking_id=order-1 server.address=127.0.0.1 server.port=<port> url.template=/transactions/{id}
      "
    `);
  });
});
