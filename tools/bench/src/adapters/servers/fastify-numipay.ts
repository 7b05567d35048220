// @ts-check
import { numipayWebhook } from "@numipay/fastify";
import Fastify from "fastify";
import { listenForParent } from "../listen-for-parent.js";
import { path, signaturePassword } from "../sign-deliveries.js";

let handled = 0;

const webhook = numipayWebhook({ path, signaturePassword });
webhook.on("*", () => {
  handled += 1;
});
const app = Fastify();
await app.register(webhook);
await app.ready();
await listenForParent(
  (request, response) => app.routing(request, response),
  () => handled,
);
