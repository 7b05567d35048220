import { Module } from "@nestjs/common";
import { NumipayModule } from "@numipay/nestjs";
import { DeskSettings } from "../settings/desk-settings.js";
import { DepositEvents } from "./deposit-events.js";
import { HiresController } from "./hires-controller.js";
import { TakeDeposit } from "./take-deposit.js";

/** Deposits by card, through the default account. */
@Module({
  imports: [
    NumipayModule.forRootAsync({
      path: "/webhooks/deposits",
      inject: [DeskSettings],
      useFactory: ({ deposits }: DeskSettings) => ({ ...deposits }),
    }),
  ],
  controllers: [HiresController],
  providers: [TakeDeposit, DepositEvents],
  exports: [TakeDeposit],
})
export class HiresModule {}
