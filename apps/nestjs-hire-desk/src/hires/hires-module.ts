import { type DynamicModule, Module } from "@nestjs/common";
import { NumipayModule } from "@numipay/nestjs";
import { accountModules } from "../queue/account-modules.js";
import type { DeskSettings } from "../settings/desk-settings.js";
import { DepositEvents } from "./deposit-events.js";
import { HiresController } from "./hires-controller.js";
import { ChargeDeposit } from "./charge-deposit.js";

/** Card deposits, through the default account. */
@Module({})
export class HiresModule {
  static with({ queue }: DeskSettings): DynamicModule {
    return {
      module: HiresModule,
      imports: accountModules(
        {
          path: "/webhooks/deposits",
          queueName: "deposits",
          select: ({ deposits }) => deposits,
        },
        queue,
      ),
      controllers: [HiresController],
      providers: [ChargeDeposit, DepositEvents],
      exports: [ChargeDeposit, NumipayModule],
    };
  }
}
