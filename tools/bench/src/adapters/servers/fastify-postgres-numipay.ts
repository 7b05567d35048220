import { numipayWebhook } from "@numipay/fastify";
import { pgInbox } from "@numipay/sql/pg";
import Fastify from "fastify";
import { signaturePassword, webhookPath } from "measure";
import { applyEffect, database } from "./postgres.js";
import { serve } from "./serve.js";

const inbox = pgInbox(database);
await inbox.migrate();
const webhook = numipayWebhook({ path: webhookPath, signaturePassword, inbox });
webhook.on("*", (_event, { tx, idempotencyKey }) => applyEffect(tx, idempotencyKey));
const app = Fastify();
await app.register(webhook);
await app.ready();
await serve((request, response) => app.routing(request, response));
