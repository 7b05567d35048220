// @ts-check
import { numipayWebhook } from "@numipay/koa";
import Koa from "koa";
import { listenForParent } from "../listen-for-parent.js";
import { path, signaturePassword } from "../sign-deliveries.js";

let handled = 0;

const webhook = numipayWebhook({ path, signaturePassword });
webhook.on("*", () => {
  handled += 1;
});
await listenForParent(new Koa().use(webhook).callback(), () => handled);
