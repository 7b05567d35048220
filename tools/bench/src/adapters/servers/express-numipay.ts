// @ts-check
import { numipayWebhook } from "@numipay/express";
import express from "express";
import { listenForParent } from "../listen-for-parent.js";
import { path, signaturePassword } from "../sign-deliveries.js";

let handled = 0;

const webhook = numipayWebhook({ path, signaturePassword });
webhook.on("*", () => {
  handled += 1;
});
const app = express();
app.use(webhook);
await listenForParent(app, () => handled);
