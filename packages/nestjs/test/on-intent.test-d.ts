import type { ConfirmedIntent, OutboxContext, RefusedIntent } from "@numipay/core";
import { OnIntent } from "@numipay/nestjs";

export class Handlers {
  @OnIntent("refused")
  refund(_intent: RefusedIntent, _context: OutboxContext<{ query: () => void }>): void {}

  // @ts-expect-error a refused intent has no response
  @OnIntent("refused")
  wrong(_intent: ConfirmedIntent): void {}

  // @ts-expect-error it is not an outcome
  @OnIntent("queued")
  unknown(): void {}
}
