import { numipayWebhook } from "@numipay/express";
import { webhookPath } from "measure";
import { serveExpress } from "../hosts/serve-express.js";
import { webhookOptions } from "./webhook-options.js";
import { createWorkCounter } from "./work-counter.js";

const work = createWorkCounter();
const webhook = numipayWebhook({ ...webhookOptions(work), path: webhookPath });
webhook.on("*", (event) => work.handle(event.transaction_id));
await serveExpress(work, (app) => app.use(webhook));
