import "reflect-metadata";
import { Controller, Inject, Injectable, Module, Post } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { memoryInbox, Numipay } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { describe, expect, it, onTestFinished } from "vitest";
import { toOutline } from "../span-tree.js";
import { instrument, registerSdk } from "../telemetry-fixture.js";
import { depositOutline, playDeposit } from "./deposit.js";
import { instrumentHttp } from "./instrument-http.js";
import { creditWallet, order } from "./open-shop.js";
import { namesIn, startSandbox } from "./start-sandbox.js";

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

    await playDeposit(url, sandbox);
    await allEnded();
    expect(toOutline(spans(), namesIn(sandbox))).toBe(depositOutline);
  });
});
