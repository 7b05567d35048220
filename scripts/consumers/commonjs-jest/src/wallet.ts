import { Injectable, Module } from "@nestjs/common";
// oxlint-disable-next-line typescript/consistent-type-imports -- the constructor's metadata has the class
import { type NumipayEvent, Numipay } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";

export const signaturePassword = "a-signature-password-of-30-chars";

@Injectable()
export class Wallet {
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
export class WalletModule {}
