import type { Delivery, EventRegistry, NumipayLogger, WebhookOptions } from "@numipay/core";
import {
  captureRawBodies,
  createReceiver,
  defaultWebhookPath,
  fromFrameworkRequest,
  toWebhookPath,
  warnOfRepeatedPrefix,
  withParserError,
} from "@numipay/core/node";
import type {
  FastifyError,
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  RouteHandlerMethod,
} from "fastify";
import { createHostLog } from "./host-log.js";
import { leaveBodiesUnread } from "./leave-bodies-unread.js";

/** Options of the Fastify webhook. */
export interface FastifyWebhookOptions<Tx = undefined> extends WebhookOptions<FastifyRequest, Tx> {
  /**
   * Where warnings go, and failures unless `onOutcome` is set: pino, winston, or a logger with the console's `error` and `warn`. Defaults
   * to the logger of the app that registers the plugin, or to the console if the app does not log with pino.
   */
  logger?: NumipayLogger | undefined;
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
  const { path: given = defaultWebhookPath, ...receiverOptions } = options;
  const path = toWebhookPath(given);
  const log = createHostLog(receiverOptions);
  const receiver = createReceiver<FastifyRequest, Tx>({
    ...receiverOptions,
    onOutcome: log.onOutcome,
  });

  const respond = async (
    delivery: Delivery<FastifyRequest>,
    reply: FastifyReply,
  ): Promise<string> => {
    const { status, headers, body } = await receiver.receive(delivery);
    reply.code(status).headers(headers);
    return body;
  };

  const handle: RouteHandlerMethod = (request, reply) =>
    respond(fromFrameworkRequest(request.raw, request, request), reply);

  // A parser of Express, which @fastify/express and @fastify/middie run before the route.
  const errorHandler = async (
    error: FastifyError,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<string> => {
    const delivery = withParserError(fromFrameworkRequest(request.raw, request, request), error);
    // The host's error handler is the next one.
    if (delivery === undefined) throw error;
    return respond(delivery, reply);
  };

  const plugin: FastifyPluginAsync = async (app) => {
    warnOfRepeatedPrefix(app.prefix, path, log.use(app.log));
    // A hook of the host may read the body first.
    captureRawBodies({
      maxBodyBytes: receiverOptions.maxBodyBytes,
      path: `${app.prefix}/${path}`,
      signatureHeader: receiver.contract.headers.signature,
    });
    leaveBodiesUnread(app);
    // `hide` is a property of @fastify/swagger.
    const route = { schema: { hide: true } as FastifySchema, errorHandler };
    app.all(path, route, handle);
    if (needsSlashRoute(app, path)) app.all(`${path}/`, route, handle);
  };
  return receiver.extend(plugin);
}

/** Whether the path with a trailing slash is a route of its own, and can be one. */
function needsSlashRoute(app: FastifyInstance, path: string): boolean {
  const { ignoreTrailingSlash, routerOptions } = app.initialConfig;
  if (routerOptions?.ignoreTrailingSlash ?? ignoreTrailingSlash) return false;
  // Nothing may follow a wildcard or an optional parameter.
  if (/[/*?]$/.test(path)) return false;
  return !app.hasRoute({ method: "POST", url: `${app.prefix}${path}/` });
}
