// All deliveries go to one object, whose memory outlives a request.
import { DurableObject } from "cloudflare:workers";
import { numipayWebhook } from "@numipay/core";
import { checkHealth, onEvent, onOutcome } from "play";

export class Wallet extends DurableObject {
  constructor(state, env) {
    super(state, env);
    const signaturePassword = env.NUMIPAY_SIGNATURE_PASSWORD;
    this.webhook = numipayWebhook({ signaturePassword, onOutcome }).on("*", onEvent);
  }

  fetch(request) {
    const isHealth = new URL(request.url).pathname === "/health";
    return isHealth ? checkHealth(this.webhook) : this.webhook.fetch(request);
  }
}

export default {
  fetch: (request, { WALLET }) => WALLET.get(WALLET.idFromName("wallet")).fetch(request),
};
