import { Injectable, Module } from "@nestjs/common";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { signaturePassword, webhookPath } from "measure";
import { countHandled } from "./serve.js";

@Injectable()
class Wallet {
  @OnNumipayEvent("*")
  credit(): void {
    countHandled();
  }
}

@Module({
  imports: [NumipayModule.forRoot({ path: webhookPath, signaturePassword })],
  providers: [Wallet],
})
export class NumipayWebhookModule {}
