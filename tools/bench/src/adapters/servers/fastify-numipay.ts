import { numipayWebhook } from "@numipay/fastify";
import Fastify from "fastify";
import { signaturePassword, webhookPath } from "measure";
import { countHandled, serve } from "./serve.js";

const webhook = numipayWebhook({ path: webhookPath, signaturePassword });
webhook.on("*", countHandled);
const app = Fastify();
await app.register(webhook);
await app.ready();
await serve((request, response) => app.routing(request, response));
