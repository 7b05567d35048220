import {
  applyDecorators,
  Controller,
  Delete,
  Get,
  Inject,
  Options,
  Patch,
  Post,
  Put,
  Req,
  Res,
  SetMetadata,
  type Type,
  VERSION_NEUTRAL,
} from "@nestjs/common";
import type { Account } from "./account.js";
import type { NumipayModuleExtras, WebhookRequest } from "./module-options.js";
import { pinStatus } from "./pin-status.js";
import { type PlatformResponse, sendAnswer } from "./send-answer.js";
import { toDelivery } from "./to-delivery.js";
import { markWebhookRoute } from "./webhook-route.js";

type Exchange = [request: WebhookRequest, response: PlatformResponse];

/**
 * The controller of an account's route: to the host a controller like its own, with its guards, interceptors and filters
 * around it. What a handler threw is thrown on, so that they see it; the gateway gets the webhook's status all the same.
 */
export function createWebhookController(
  accountToken: string,
  path: string,
  { controllerDecorators = [], routeDecorators = [] }: NumipayModuleExtras,
): Type<object> {
  const decorateRoute = applyDecorators(...routeDecorators, markWebhookRoute(accountToken));

  // The metadata is what @ApiExcludeController() of @nestjs/swagger sets.
  @applyDecorators(...controllerDecorators)
  @SetMetadata("swagger/apiExcludeController", [true])
  @Controller({ path, version: VERSION_NEUTRAL })
  class NumipayWebhookController {
    constructor(@Inject(accountToken) private readonly account: Account) {}

    @decorateRoute
    @Post()
    async receive(
      @Req() request: WebhookRequest,
      @Res() response: PlatformResponse,
    ): Promise<void> {
      const { answer, error } = await this.account.receive(toDelivery(request));
      if (answer.status >= 500 && error !== undefined) {
        pinStatus(response, answer.status);
        throw error;
      }
      sendAnswer(response, answer);
    }
  }

  // The webhook answers for the wrong methods too. Not with @All(): on Fastify, Nest 10 and 11 lose its route's mark.
  const { prototype } = NumipayWebhookController;
  for (const [name, route] of Object.entries({ Get, Put, Patch, Delete, Options })) {
    const key = `refuse${name}`;
    // A function each: Nest keeps a route's metadata on its function.
    const refuse = function (this: NumipayWebhookController, ...args: Exchange): Promise<void> {
      return this.receive(...args);
    };
    const descriptor = { value: refuse, writable: true, configurable: true };
    Object.defineProperty(prototype, key, descriptor);
    Req()(prototype, key, 0);
    Res()(prototype, key, 1);
    applyDecorators(route(), decorateRoute)(prototype, key, descriptor);
  }
  return NumipayWebhookController;
}
