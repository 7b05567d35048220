import { numipayWebhook } from "@numipay/koa";
import { webhookPath } from "measure";
import { serveKoa } from "../hosts/serve-koa.js";
import { webhookOptions } from "./webhook-options.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const webhook = numipayWebhook({ ...webhookOptions(work), path: webhookPath });
webhook.on("*", (event) => work.handle(event.transaction_id));
await serveKoa(work, (app) => app.use(webhook));
