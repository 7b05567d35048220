import { numipayWebhook } from "@numipay/fastify";
import { webhookPath } from "measure";
import { serveFastify } from "../hosts/serve-fastify.js";
import { webhookOptions } from "./webhook-options.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const webhook = numipayWebhook({ ...webhookOptions(work), path: webhookPath });
webhook.on("*", (event) => work.handle(event.transaction_id));
await serveFastify(work, (app) => app.register(webhook));
