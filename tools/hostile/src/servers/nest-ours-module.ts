import { Injectable, Module } from "@nestjs/common";
import type { Transaction } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { webhookPath } from "measure";
import { webhookOptions } from "./webhook-options.js";
import { createWorkCounter } from "./work-counter.js";

export const work = createWorkCounter();

@Injectable()
class Wallet {
  @OnNumipayEvent("*")
  credit(event: Transaction): void {
    work.handle(event.transaction_id);
  }
}

@Module({
  imports: [NumipayModule.forRoot({ ...webhookOptions(work), path: webhookPath })],
  providers: [Wallet],
})
export class OursModule {}
