// @ts-check
import { Injectable, Module } from "@nestjs/common";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { path, signaturePassword } from "../sign-deliveries.js";

let handled = 0;

/** How many changes were handled. */
export const countHandled = () => handled;

class Wallet {
  credit() {
    handled += 1;
  }
}

// What the compiler makes of decorators; these programs have no build of their own.
const descriptor = Object.getOwnPropertyDescriptor(Wallet.prototype, "credit") ?? {};
Injectable()(Wallet);
OnNumipayEvent("*")(Wallet.prototype, "credit", descriptor);

export class ShopModule {}
Module({ imports: [NumipayModule.forRoot({ path, signaturePassword })], providers: [Wallet] })(
  ShopModule,
);
