import { createParamDecorator, type ExecutionContext } from "@nestjs/common";
import type { NumipayEvent, Transaction } from "@numipay/core";

const verifiedEvent = Symbol.for("numipay.verifiedEvent");

interface VerifiedRequest {
  [verifiedEvent]?: Transaction;
}

/** Leaves the verified event on a request. */
export function setVerifiedEvent(request: object, event: Transaction): void {
  // Not enumerable: a logger that prints the request does not print the event.
  Object.defineProperty(request, verifiedEvent, { value: event, configurable: true });
}

/**
 * The verified event in a method of your own controller.
 *
 * @throws Error where no `NumipayWebhookGuard` ran before: nothing unverified gets through by accident
 */
export const WebhookEvent: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): NumipayEvent => {
    const event = context.switchToHttp().getRequest<VerifiedRequest>()[verifiedEvent];
    if (event === undefined) {
      throw new Error(
        "@WebhookEvent() gives verified events only: put @UseGuards(NumipayWebhookGuard) on the route.",
      );
    }
    return event;
  },
);
