// Variables and secrets are in process.env with `nodejs_compat`, and in `env` of cloudflare:workers always.
import { env } from "cloudflare:workers";
import { Numipay, numipayWebhook } from "@numipay/core";
import { callGateway, checkHealth, onEvent, onOutcome } from "play";

const signaturePassword = env.NUMIPAY_SIGNATURE_PASSWORD;
const webhook = numipayWebhook({ signaturePassword, onOutcome }).on("*", onEvent);

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/consumed") await request.json();
    if (/^\/(?:webhooks\/numipay|consumed)$/.test(pathname)) return webhook.fetch(request);
    return pathname === "/health" ? checkHealth(webhook) : callGateway(Numipay, request.url);
  },
};
