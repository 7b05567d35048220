// @ts-check
import { numipayWebhook } from "@numipay/fastify";
import { serveFastify } from "../hosts/serve-fastify.js";
import { countWork } from "./count-work.js";
import { webhookOptions } from "./webhook-options.js";

const work = countWork();
const webhook = numipayWebhook(webhookOptions(work));
webhook.on("*", (event) => work.handle(event.transaction_id));
await serveFastify(work, (app) => app.register(webhook));
