import { Numipay, numipayWebhook } from "@numipay/core";
import { callGateway, checkHealth, onEvent, onOutcome } from "play";

const webhook = numipayWebhook({ onOutcome }).on("*", onEvent);

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/consumed") await request.json();
    if (/^\/(?:webhooks\/numipay|consumed)$/.test(pathname)) return webhook.fetch(request);
    return pathname === "/health" ? checkHealth(webhook) : callGateway(Numipay, request.url);
  },
};
