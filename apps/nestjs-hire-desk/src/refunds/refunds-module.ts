import { Module } from "@nestjs/common";
import { NumipayModule } from "@numipay/nestjs";
import { DeskSettings } from "../settings/desk-settings.js";
import { DecideRefund } from "./decide-refund.js";
import { RefundEvents } from "./refund-events.js";
import { refundsAccount } from "./refunds-account.js";
import { RefundsController } from "./refunds-controller.js";
import { RequestRefund } from "./request-refund.js";

/** Deposits on their way back, through an account of their own. */
@Module({
  imports: [
    NumipayModule.forRootAsync({
      name: refundsAccount,
      path: "/webhooks/refunds",
      inject: [DeskSettings],
      useFactory: ({ refunds }: DeskSettings) => ({ ...refunds }),
    }),
  ],
  controllers: [RefundsController],
  providers: [RequestRefund, DecideRefund, RefundEvents],
  exports: [RequestRefund, DecideRefund],
})
export class RefundsModule {}
