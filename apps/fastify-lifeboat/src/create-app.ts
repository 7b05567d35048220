import {
  createOutcomeLogger,
  type EventRegistry,
  isNumipayError,
  type Numipay,
  type OutcomeObserver,
  type ResolveOptions,
} from "@numipay/core";
import { type FastifyNumipayWebhook, numipayWebhook } from "@numipay/fastify";
import type { PgliteTransaction } from "@numipay/postgres/pglite";
import Fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import type { Database } from "./books/open-database.js";
import { contract } from "./contract.js";
import { bookWebhooks } from "./payments/book-webhooks.js";
import { donationRoutes } from "./routes/donation-routes.js";
import { officeRoutes } from "./routes/office-routes.js";
import { forwardSales, type Stall } from "./stall/forward-sales.js";

export interface AppOptions {
  /** A client with the same contract. */
  numipay: Numipay;
  database: Database;
  signaturePassword: string;
  officeToken: string;
  /** Without one there is no route for it. */
  stall?: Stall | undefined;
  /** How long to ask the gateway after a lost response. */
  settle?: ResolveOptions;
  logger?: FastifyServerOptions["logger"];
  /** The present in milliseconds, for tests. */
  now?: (() => number) | undefined;
}

export interface Lifeboat {
  readonly app: FastifyInstance;
  readonly webhook: EventRegistry<PgliteTransaction>;
}

/** The donations service, which does not listen yet. */
export async function createApp(options: AppOptions): Promise<Lifeboat> {
  const { numipay, database, officeToken, stall, logger = false, now } = options;
  const app = Fastify({ logger });
  const onOutcome = createOutcomeLogger({
    error: (message, thrown) => app.log.error({ err: thrown }, message),
    warn: (message, thrown) => app.log.warn({ err: thrown }, message),
  });
  const webhook = createWebhook(options, app, onOutcome);
  const settle = options.settle ?? { attempts: 3, delayMs: 1_000 };
  const context = { numipay, database, webhook, settle, currency: "EUR", now };

  app.setErrorHandler((error, request, reply) => {
    if (!isNumipayError(error)) throw error;
    // The library's messages hold no secret; what the gateway said is still not for donors.
    request.log.error(error);
    return reply.code(502).send({ error: "The payment service did not take it." });
  });
  await app.register(webhook);
  if (stall !== undefined) await app.register(forwardSales({ ...stall, onOutcome }));
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
  onOutcome: OutcomeObserver,
): FastifyNumipayWebhook<PgliteTransaction> {
  const webhook = numipayWebhook<PgliteTransaction>({
    signaturePassword,
    inbox: database.inbox,
    contract,
    // The adapter reads the bytes from the socket, so nothing else needs to be taken.
    strict: true,
    // Whoever learns the signature password could sign a donation. The gateway itself is asked before one is booked.
    confirm: ({ status, tracking_id }) =>
      status === "successful"
        ? numipay.transactions.status(tracking_id)
        : { transaction_status: status },
    onOutcome,
  });
  bookWebhooks(webhook);
  // After a deployment: the address in the portal is right, and so is the signature password.
  webhook.once("deposit.*", (_event, { type }) => app.log.info(`first webhook: ${type}`));
  return webhook;
}
