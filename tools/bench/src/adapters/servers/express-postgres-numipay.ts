import { numipayWebhook } from "@numipay/express";
import { pgInbox } from "@numipay/sql/pg";
import express from "express";
import { signaturePassword, webhookPath } from "measure";
import { applyEffect, database } from "./postgres.js";
import { serve } from "./serve.js";

const inbox = pgInbox(database);
await inbox.migrate();
const webhook = numipayWebhook({ path: webhookPath, signaturePassword, inbox });
webhook.on("*", (_event, { tx, idempotencyKey }) => applyEffect(tx, idempotencyKey));
const app = express();
app.use(webhook);
await serve(app);
