import { type DynamicModule, Module } from "@nestjs/common";
import { accountModules } from "../queue/account-modules.js";
import type { DeskSettings } from "../settings/desk-settings.js";
import { DecideRefund } from "./decide-refund.js";
import { RefundEvents } from "./refund-events.js";
import { refundsAccount } from "./refunds-account.js";
import { RefundOutcomes } from "./refund-outcomes.js";
import { RefundsController } from "./refunds-controller.js";
import { RequestRefund } from "./request-refund.js";

/** Refunds, through a separate account. */
@Module({})
export class RefundsModule {
  static with({ queue }: DeskSettings): DynamicModule {
    return {
      module: RefundsModule,
      imports: accountModules(
        {
          name: refundsAccount,
          path: "/webhooks/refunds",
          queueName: "refunds",
          hasOutbox: true,
          select: ({ refunds }) => refunds,
        },
        queue,
      ),
      controllers: [RefundsController],
      providers: [RequestRefund, DecideRefund, RefundEvents, RefundOutcomes],
      exports: [RequestRefund, DecideRefund],
    };
  }
}
