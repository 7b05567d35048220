import "reflect-metadata";
import { Controller, Inject, Injectable, Module, Post } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { memoryInbox, Numipay } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { describe, expect, it, onTestFinished } from "vitest";
import { toOutline } from "../span-tree.js";
import { instrument, registerSdk } from "../telemetry-fixture.js";
import { instrumentHttp } from "./instrument-http.js";
import { creditWallet, order } from "./open-shop.js";
import { namesIn, startSandbox, submit } from "./start-sandbox.js";

describe("a deposit in Nest", () => {
  it("has a trace of the checkout and one of each webhook", async () => {
    const { spans, allEnded, tracerProvider } = registerSdk();
    instrumentHttp(tracerProvider);
    instrument();
    const sandbox = await startSandbox();

    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.successful")
      credit(): Promise<void> {
        return creditWallet();
      }
    }
    @Controller("shop/checkout")
    class Checkout {
      constructor(@Inject(Numipay) private readonly numipay: Numipay) {}
      @Post()
      open() {
        return this.numipay.payments.hostedCheckout(order);
      }
    }
    @Module({
      imports: [
        NumipayModule.forRoot({
          ...sandbox.clientOptions,
          signaturePassword: sandbox.signaturePassword,
          inbox: memoryInbox(),
          path: "/shop/webhook",
          onOutcome: () => undefined,
        }),
      ],
      providers: [Wallet],
      controllers: [Checkout],
    })
    class AppModule {}
    const app = await NestFactory.create(AppModule, { logger: false });
    onTestFinished(() => app.close());
    await app.listen(0, "127.0.0.1");
    const url = await app.getUrl();
    sandbox.setWebhookUrl(`${url}/shop/webhook`);

    const response = await fetch(`${url}/shop/checkout`, { method: "POST" });
    const { url: cashier } = (await response.json()) as { url: string };
    await submit(`${cashier}/northbank`, { action: "pay" });
    await sandbox.flush();
    await allEnded();
    expect(toOutline(spans(), namesIn(sandbox))).toMatchInlineSnapshot(`
      "
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
      "
    `);
  });
});
