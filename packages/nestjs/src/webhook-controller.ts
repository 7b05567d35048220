import type { ServerResponse } from "node:http";
import {
  All,
  applyDecorators,
  Controller,
  Inject,
  Req,
  Res,
  SetMetadata,
  type Type,
  VERSION_NEUTRAL,
} from "@nestjs/common";
import { HttpAdapterHost } from "@nestjs/core";
import type { Account } from "./account.js";
import { unreadBodyMark } from "./fastify-unread-bodies.js";
import type { NumipayModuleExtras, WebhookRequest } from "./module-options.js";
import { pinStatus } from "./pin-status.js";
import { toDelivery } from "./to-delivery.js";

/**
 * The controller of an account's route: to the host a controller like its own, with its guards, interceptors and filters
 * around it. What a handler threw is thrown on, so that they see it; the gateway gets the webhook's status all the same.
 */
export function createWebhookController(
  accountToken: string,
  path: string,
  { controllerDecorators = [], routeDecorators = [] }: NumipayModuleExtras,
): Type<object> {
  // All methods, so that the webhook answers for the wrong ones too. The metadata is what @ApiExcludeController() sets.
  @applyDecorators(...controllerDecorators)
  @SetMetadata("swagger/apiExcludeController", [true])
  @Controller({ path, version: VERSION_NEUTRAL })
  class NumipayWebhookController {
    constructor(
      @Inject(accountToken) private readonly account: Account,
      @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    ) {}

    @applyDecorators(...routeDecorators)
    @unreadBodyMark()
    @All()
    async receive(@Req() request: WebhookRequest, @Res() response: ServerResponse): Promise<void> {
      const { answer, error } = await this.account.receive(toDelivery(request));
      if (answer.status >= 500 && error !== undefined) {
        pinStatus(response, answer.status);
        throw error;
      }
      const { httpAdapter } = this.host;
      for (const [name, value] of Object.entries(answer.headers)) {
        httpAdapter.setHeader(response, name, value);
      }
      await httpAdapter.reply(response, answer.body, answer.status);
    }
  }
  return NumipayWebhookController;
}
