import {
  type CanActivate,
  type ExecutionContext,
  HttpException,
  Inject,
  Injectable,
  type Type,
} from "@nestjs/common";
import { captureRawBodies, setVerifiedEvent } from "@numipay/core/node";
import type { Account } from "./account.js";
import type { WebhookRequest } from "./module-options.js";
import { getAccountToken } from "./tokens.js";
import { toDelivery } from "./to-delivery.js";

/**
 * Admits only the gateway's deliveries to your own controller, and provides them to `@WebhookEvent()`. Throws an HttpException
 * with the status that the webhook would return, such as 401 for a wrong signature. It only verifies and records nothing, so a
 * repeated delivery is admitted again. To apply each change once, use `@OnNumipayEvent`.
 *
 * @example
 * @Post("hook") @UseGuards(NumipayWebhookGuard) receive(@WebhookEvent() event: NumipayEvent) {}
 */
@Injectable()
export class NumipayWebhookGuard implements CanActivate {
  constructor(@Inject(getAccountToken()) private readonly account: Account) {
    // On this route, the platform's parser reads the body before guards run.
    const { maxBodyBytes, webhook } = account;
    captureRawBodies({ maxBodyBytes, signatureHeader: webhook.contract.headers.signature });
  }

  /** Returns the guard for a named account. */
  static for(account: string): Type<CanActivate> {
    @Injectable()
    class NamedGuard extends NumipayWebhookGuard {
      constructor(@Inject(getAccountToken(account)) named: Account) {
        super(named);
      }
    }
    return NamedGuard;
  }

  /** @throws HttpException with the status of the outcome */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<WebhookRequest>();
    const { event, response } = await this.account.verify(toDelivery(request));
    if (event === undefined) {
      throw new HttpException({ outcome: response.outcome }, response.status);
    }
    setVerifiedEvent(request, event);
    return true;
  }
}
