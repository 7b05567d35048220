import {
  type EventRegistry,
  isNumipayError,
  type Numipay,
  type ResolveOptions,
} from "@numipay/core";
import { type FastifyNumipayWebhook, numipayWebhook } from "@numipay/fastify";
import Fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import { contract } from "./contract.js";
import { currency } from "./currency.js";
import type { Database, Queries } from "./ledger/open-database.js";
import type { LifeboatContext } from "./lifeboat-context.js";
import { applyWebhooks } from "./payments/apply-webhooks.js";
import { servePages } from "./pages/serve-pages.js";
import { donationRoutes } from "./routes/donation-routes.js";
import { officeRoutes } from "./routes/office-routes.js";
import { forwardSales, type Stall } from "./stall/forward-sales.js";

export interface AppOptions {
  /** A client with the app's contract. */
  numipay: Numipay;
  database: Database;
  signaturePassword: string;
  officeToken: string;
  /** Defaults to none, and no route for its webhooks. */
  stall?: Stall | undefined;
  /** How long to ask the gateway for the status after a lost response. */
  resolveOptions?: ResolveOptions;
  logger?: FastifyServerOptions["logger"];
  /** Returns the current time in milliseconds. Defaults to `Date.now`. */
  now?: (() => number) | undefined;
}

export interface Lifeboat {
  readonly app: FastifyInstance;
  readonly webhook: EventRegistry<Queries>;
}

/** Creates the donations service. The caller makes it listen. */
export async function createApp(options: AppOptions): Promise<Lifeboat> {
  const { numipay, database, officeToken, stall, logger = false, now } = options;
  const app = Fastify({ logger });
  const webhook = createWebhook(options, app);
  const resolveOptions = options.resolveOptions ?? { attempts: 3, delayMs: 1_000 };
  const context: LifeboatContext = {
    numipay,
    database,
    webhook,
    resolveOptions,
    currency,
    now,
  };

  app.setErrorHandler((error, request, reply) => {
    if (!isNumipayError(error)) throw error;
    // The message contains no secrets, but the gateway's response is not for donors.
    request.log.error(error);
    return reply.code(502).send({ error: "The payment gateway rejected the request." });
  });
  servePages(app);
  await app.register(webhook);
  if (stall !== undefined) await app.register(forwardSales(stall));
  await app.register(donationRoutes(context));
  await app.register(officeRoutes(context, officeToken), { prefix: "/office" });
  app.get("/health", async (_request, reply) => {
    const isUp = await database.inbox.ping?.().then(
      () => true,
      () => false,
    );
    return reply.code(isUp === false ? 503 : 200).send({ inbox: isUp === false ? "down" : "up" });
  });
  return { app, webhook };
}

function createWebhook(
  { numipay, database, signaturePassword }: AppOptions,
  app: FastifyInstance,
): FastifyNumipayWebhook<Queries> {
  const webhook = numipayWebhook<Queries>({
    signaturePassword,
    inbox: database.inbox,
    contract,
    // Verify the exact bytes that were sent: the adapter reads the raw body.
    strict: true,
    // A leaked signature password would allow forged donations, so ask the gateway before booking one.
    confirm: ({ status, tracking_id }) =>
      status === "successful"
        ? numipay.transactions.status(tracking_id)
        : { transaction_status: status },
    // Also if logging is disabled, when the default would be the console.
    logger: app.log,
  });
  applyWebhooks(webhook);
  // Confirms after a deployment that the webhook address and the signature password are correct.
  webhook.once("deposit.*", (_event, { type }) => app.log.info(`First webhook received: ${type}.`));
  return webhook;
}
