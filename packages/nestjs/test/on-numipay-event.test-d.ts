import type { EventContext, NumipayEvent } from "@numipay/core";
import { OnNumipayEvent } from "@numipay/nestjs";

export class Wallet {
  // @ts-expect-error -- the event does not match the pattern
  @OnNumipayEvent("deposit.successful")
  mismatch(_event: NumipayEvent<"withdrawal.successful">): void {}

  @OnNumipayEvent("deposit.successful")
  match(_event: NumipayEvent<"deposit.*">, _context: EventContext<{ query(): void }>): void {}
}
