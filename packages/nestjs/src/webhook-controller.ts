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
import { ensureResponse } from "./ensure-response.js";
import { type PlatformResponse, sendResponse } from "./send-response.js";
import { toDelivery } from "./to-delivery.js";
import { markWebhookRoute } from "./webhook-route.js";

type Exchange = [request: WebhookRequest, response: PlatformResponse];

/**
 * Creates the controller of an account's route. The host's guards, interceptors and filters apply as to any controller: an error of
 * a handler is rethrown for them, while the gateway gets the webhook's status.
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
      @Res() outgoing: PlatformResponse,
    ): Promise<void> {
      const { response, error } = await this.account.receive(toDelivery(request));
      if (response.status >= 500 && error !== undefined) {
        ensureResponse(outgoing, response);
        throw error;
      }
      sendResponse(outgoing, response);
    }
  }

  // The webhook also responds to other methods. On Fastify, @All() loses the route's config in Nest 10 and 11.
  const { prototype } = NumipayWebhookController;
  for (const [name, route] of Object.entries({ Get, Put, Patch, Delete, Options })) {
    const key = `reject${name}`;
    // A separate function for each, because Nest stores a route's metadata on its function.
    const reject = function (this: NumipayWebhookController, ...args: Exchange): Promise<void> {
      return this.receive(...args);
    };
    const descriptor = { value: reject, writable: true, configurable: true };
    Object.defineProperty(prototype, key, descriptor);
    Req()(prototype, key, 0);
    Res()(prototype, key, 1);
    applyDecorators(route(), decorateRoute)(prototype, key, descriptor);
  }
  return NumipayWebhookController;
}
