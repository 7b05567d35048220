// What `nest new` makes: CommonJS, classic resolution, legacy decorators with metadata.
import "reflect-metadata";
import assert = require("node:assert/strict");
import { Injectable, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { type NumipayEvent, Numipay, signPayload } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";

const signaturePassword = "a-signature-password-of-30-chars";

@Injectable()
class Wallet {
  readonly credited: string[] = [];

  constructor(readonly numipay: Numipay) {}

  @OnNumipayEvent("deposit.successful")
  credit(event: NumipayEvent<"deposit.successful">): void {
    this.credited.push(event.amount);
  }
}

@Module({
  imports: [
    NumipayModule.forRoot({
      apiKey: "an-api-key",
      baseUrl: "https://gateway.test",
      signaturePassword,
    }),
  ],
  providers: [Wallet],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
  await app.listen(0, "127.0.0.1");
  const payload = {
    transaction_id: "gateway-1",
    user_id: "user-1",
    tracking_id: "order-1",
    status: "successful",
    currency: "EUR",
    amount: "200.00",
    transaction_type: "deposit",
  };
  const { status } = await fetch(`${await app.getUrl()}/webhooks/numipay`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-signature": signPayload(payload, signaturePassword),
    },
    body: JSON.stringify(payload),
  });
  assert.equal(status, 200);
  const wallet = app.get(Wallet);
  assert.deepEqual(wallet.credited, ["200.00"]);
  assert.ok(wallet.numipay instanceof Numipay);
  await app.close();
  console.log("ok");
}

void main();
