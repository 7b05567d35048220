// @ts-check
import { numipayWebhook } from "@numipay/koa";
import { serveKoa } from "../hosts/serve-koa.js";
import { countWork } from "./count-work.js";
import { webhookOptions } from "./webhook-options.js";

const work = countWork();
const webhook = numipayWebhook(webhookOptions(work));
webhook.on("*", (event) => work.handle(event.transaction_id));
await serveKoa(work, (app) => app.use(webhook));
