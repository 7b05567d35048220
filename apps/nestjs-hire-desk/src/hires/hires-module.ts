import { type DynamicModule, Module } from "@nestjs/common";
import { NumipayModule } from "@numipay/nestjs";
import { accountModules } from "../queue/account-modules.js";
import type { DeskSettings } from "../settings/desk-settings.js";
import { DepositEvents } from "./deposit-events.js";
import { HiresController } from "./hires-controller.js";
import { TakeDeposit } from "./take-deposit.js";

/** Deposits by card, through the default account. */
@Module({})
export class HiresModule {
  static with({ queue }: DeskSettings): DynamicModule {
    return {
      module: HiresModule,
      imports: accountModules(
        {
          path: "/webhooks/deposits",
          queueName: "deposits",
          pick: ({ deposits }) => deposits,
        },
        queue,
      ),
      controllers: [HiresController],
      providers: [TakeDeposit, DepositEvents],
      exports: [TakeDeposit, NumipayModule],
    };
  }
}
