import { createReceiver, type EventRegistry, type WebhookOptions } from "@numipay/core";
import { defaultWebhookPath, fromFrameworkRequest, captureRawBodies } from "@numipay/core/node";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { leaveBodiesUnread } from "./leave-bodies-unread.js";

/** Options of the Fastify webhook. */
export interface FastifyWebhookOptions<Tx = undefined> extends WebhookOptions<FastifyRequest, Tx> {
  /** The path to serve, relative to the prefix. Defaults to `"/webhooks/numipay"`. */
  path?: string | undefined;
}

/** A plugin for `app.register()`. Add event handlers with `on`. */
export type FastifyNumipayWebhook<Tx = undefined> = FastifyPluginAsync & EventRegistry<Tx>;

/**
 * Creates a webhook for Fastify 5: a plugin with its own scope, which does not affect the host's content-type parsers.
 *
 * @throws InvalidOptionError naming the option
 * @example
 * const webhook = numipayWebhook().on("deposit.successful", async (event) => credit(event.user_id, event.amount));
 * await app.register(webhook);
 */
export function numipayWebhook<Tx = undefined>(
  options: FastifyWebhookOptions<Tx> = {},
): FastifyNumipayWebhook<Tx> {
  const { path = defaultWebhookPath, ...receiverOptions } = options;
  const receiver = createReceiver<FastifyRequest, Tx>(receiverOptions);

  const plugin: FastifyPluginAsync = async (app) => {
    // A hook of the host may read the body first.
    captureRawBodies({
      maxBodyBytes: receiverOptions.maxBodyBytes,
      path: `${app.prefix}/${path}`,
      signatureHeader: receiver.contract.headers.signature,
    });
    leaveBodiesUnread(app);

    app.all(path, async (request, reply) => {
      const { status, headers, body } = await receiver.receive(
        fromFrameworkRequest(request.raw, {}, request),
      );
      reply.code(status).headers(headers);
      return body;
    });
  };
  return receiver.extend(plugin);
}
