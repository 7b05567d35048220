import { assertVerifies, signaturePassword } from "./delivery.mjs";

export async function smoke(load) {
  await load("reflect-metadata");
  const { NestFactory } = await load("@nestjs/core");
  const { NumipayModule, OnNumipayEvent } = await load("@numipay/nestjs");
  const credited = [];
  class Wallet {
    credit(event) {
      credited.push(event.amount);
    }
  }
  // A decorator, as the compiler applies it.
  const method = Object.getOwnPropertyDescriptor(Wallet.prototype, "credit");
  OnNumipayEvent("deposit.successful")(Wallet.prototype, "credit", method);
  class AppModule {}
  const imports = [NumipayModule.forRoot({ signaturePassword, onOutcome: () => undefined })];
  const root = { module: AppModule, imports, providers: [Wallet] };
  const app = await NestFactory.create(root, { logger: ["error", "warn"] });
  await app.listen(0, "127.0.0.1");
  await assertVerifies(`${await app.getUrl()}/webhooks/numipay`, credited);
  await app.close();
}
