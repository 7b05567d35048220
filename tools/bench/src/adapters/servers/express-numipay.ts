import { numipayWebhook } from "@numipay/express";
import express from "express";
import { signaturePassword, webhookPath } from "measure";
import { countHandled, serve } from "./serve.js";

const webhook = numipayWebhook({ path: webhookPath, signaturePassword });
webhook.on("*", countHandled);
const app = express();
app.use(webhook);
await serve(app);
