import "reflect-metadata";
import { Inject, Injectable } from "@nestjs/common";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { Test } from "@nestjs/testing";
import { type EventContext, Numipay, type Transaction } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { createSandbox } from "@numipay/sandbox";
import { describe, expect, it, onTestFinished } from "vitest";
import { platforms, quiet, signaturePassword } from "./serve-app.js";

@Injectable()
class Wallet {
  readonly calls: string[] = [];
  constructor(@Inject(Numipay) readonly numipay: Numipay) {}

  @OnNumipayEvent("deposit.*")
  credit({ tracking_id }: Transaction, { type }: EventContext): void {
    this.calls.push(`${tracking_id} ${type}`);
  }
}

const builder = () =>
  Test.createTestingModule({ imports: [NumipayModule.forRoot(quiet)], providers: [Wallet] });

describe("an app of @nestjs/testing", () => {
  it.each(platforms)("responds on %s if the parser rejects the body", async (platform) => {
    const module = await builder().compile();
    const options = { logger: false } as const;
    const app =
      platform === "Express"
        ? module.createNestApplication(options)
        : module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), options);
    onTestFinished(() => app.close());
    await app.listen(0, "127.0.0.1");
    const headers = { "content-type": "application/json", "x-signature": "0".repeat(40) };
    const url = `${await app.getUrl()}/webhooks/numipay`;
    const response = await fetch(url, { method: "POST", headers, body: '{"a":' });
    expect([response.status, await response.text()]).toEqual([401, '{"outcome":"bad-signature"}']);
  });

  it("supports overriding the client", async () => {
    const stub = { payments: {} };
    const module = await builder().overrideProvider(Numipay).useValue(stub).compile();
    expect(module.get(Wallet).numipay).toBe(stub);
  });

  it("credits a deposit from the sandbox", async () => {
    let url = "";
    const sandbox = await createSandbox({
      webhookUrl: "http://shop.test/webhooks/numipay",
      deliver: (_webhookUrl, init) => fetch(`${url}/webhooks/numipay`, init),
    });
    onTestFinished(() => sandbox.close());
    const numipay = NumipayModule.forRoot({
      ...quiet,
      ...sandbox.clientOptions,
      signaturePassword: [signaturePassword, sandbox.signaturePassword],
    });
    const module = await Test.createTestingModule({
      imports: [numipay],
      providers: [Wallet],
    }).compile();
    const app = module.createNestApplication({ logger: false });
    onTestFinished(() => app.close());
    await app.listen(0, "127.0.0.1");
    url = await app.getUrl();

    const wallet = app.get(Wallet);
    const { url: page } = await wallet.numipay.payments.hostedCheckout({
      tracking_id: "order-1",
      user_id: "customer-1",
      currency: "EUR",
      amount: "200.00",
    });
    const body = new URLSearchParams({ action: "pay" });
    await sandbox.fetch(`${page}/northbank`, { method: "POST", body });
    await sandbox.flush();
    expect(wallet.calls).toEqual(["order-1 deposit.pending", "order-1 deposit.successful"]);
  });
});
