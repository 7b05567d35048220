import { createParamDecorator, type ExecutionContext } from "@nestjs/common";
import type { NumipayEvent } from "@numipay/core";
import { getVerifiedEvent } from "@numipay/core/node";

/**
 * The verified event in a method of your own controller.
 *
 * @throws Error where no `NumipayWebhookGuard` ran before: nothing unverified gets through by accident
 */
export const WebhookEvent: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): NumipayEvent =>
    getVerifiedEvent(
      context.switchToHttp().getRequest<object>(),
      "@UseGuards(NumipayWebhookGuard)",
    ),
);
