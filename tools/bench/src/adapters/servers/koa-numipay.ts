import { numipayWebhook } from "@numipay/koa";
import Koa from "koa";
import { signaturePassword, webhookPath } from "measure";
import { countHandled, serve } from "./serve.js";

const webhook = numipayWebhook({ path: webhookPath, signaturePassword });
webhook.on("*", countHandled);
await serve(new Koa().use(webhook).callback());
