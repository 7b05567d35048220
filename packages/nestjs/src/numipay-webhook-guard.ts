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
 * Lets only deliveries of the gateway into a controller of your own, and gives them to `@WebhookEvent()`. A wrong
 * signature is an HttpException 401, and so on as the webhook itself answers. It verifies and no more: nothing is
 * remembered, so the same delivery gets in twice. `@OnNumipayEvent` is the way to apply each change once.
 *
 * @example
 * @Post("hook") @UseGuards(NumipayWebhookGuard) take(@WebhookEvent() event: NumipayEvent) {}
 */
@Injectable()
export class NumipayWebhookGuard implements CanActivate {
  constructor(@Inject(getAccountToken()) private readonly account: Account) {
    // The platform's parser reads the body of a controller like any other before a guard is asked.
    const { maxBodyBytes, webhook } = account;
    captureRawBodies({ maxBodyBytes, signatureHeader: webhook.contract.headers.signature });
  }

  /** The guard of a named account. */
  static for(account: string): Type<CanActivate> {
    @Injectable()
    class NamedGuard extends NumipayWebhookGuard {
      constructor(@Inject(getAccountToken(account)) named: Account) {
        super(named);
      }
    }
    return NamedGuard;
  }

  /** @throws HttpException with the status that the outcome has in the webhook's table */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<WebhookRequest>();
    const { event, answer } = await this.account.verify(toDelivery(request));
    if (event === undefined) {
      throw new HttpException({ outcome: answer.outcome }, answer.status);
    }
    setVerifiedEvent(request, event);
    return true;
  }
}
