// @ts-check
import { Injectable, Module } from "@nestjs/common";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { countWork } from "./count-work.js";
import { webhookOptions } from "./webhook-options.js";

export const work = countWork();

class Wallet {
  credit(event) {
    work.handle(event.transaction_id);
  }
}

// What the compiler makes of decorators; these programs have no build of their own.
const descriptor = Object.getOwnPropertyDescriptor(Wallet.prototype, "credit") ?? {};
Injectable()(Wallet);
OnNumipayEvent("*")(Wallet.prototype, "credit", descriptor);

export class OursModule {}

Module({ imports: [NumipayModule.forRoot(webhookOptions(work))], providers: [Wallet] })(OursModule);
