import { createParamDecorator, type ExecutionContext } from "@nestjs/common";
import type { NumipayEvent } from "@numipay/core";
import { getVerifiedEvent } from "@numipay/core/node";

/**
 * Provides the verified event to a method of your own controller.
 *
 * @throws Error if no `NumipayWebhookGuard` ran before
 */
export const WebhookEvent: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): NumipayEvent =>
    getVerifiedEvent(
      context.switchToHttp().getRequest<object>(),
      "@UseGuards(NumipayWebhookGuard)",
    ),
);
