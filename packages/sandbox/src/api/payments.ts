import {
  operations,
  type DirectRequest,
  type HostedCheckoutRequest,
  type RedirectAnswer,
  type ServerToServerAnswer,
  type ServerToServerRequest,
} from "@numipay/core/protocol";
import type { Hono } from "hono";
import { judgeCard } from "../gateway/judge-card.js";
import { cashierPath, challengePath, providerPath } from "../gateway/page-paths.js";
import { ApiProblem } from "./api-problem.js";
import type { AppEnv, GatewayContext } from "./gateway-context.js";
import { openPayment } from "./open-payment.js";
import { pageUrl } from "./page-url.js";
import { readRequest } from "./read-request.js";

/** The provider that takes the cards of server-to-server payments. */
const cardProvider = "cardo";

/** Adds the three operations that take money. */
export function addPayments(app: Hono<AppEnv>, context: GatewayContext): void {
  app.post(operations.hostedCheckout.path, (c) => {
    const fields = readRequest<HostedCheckoutRequest>(c, operations.hostedCheckout);
    const record = openPayment(context, { fields, flow: "hosted", owner: c.get("owner") });
    return c.json<RedirectAnswer>({ url: pageUrl(c.req.url, cashierPath(record)) });
  });

  app.post(operations.direct.path, (c) => {
    const fields = readRequest<DirectRequest>(c, operations.direct);
    const found = context.store.providers.find(fields.provider_id, {
      ...c.get("owner"),
      type: "deposit",
      currency: fields.currency,
      country: fields.country ?? null,
      amount: fields.amount,
    });
    if ("refusal" in found) {
      throw new ApiProblem(
        422,
        `provider_id names no provider that takes this deposit: ${found.refusal}`,
        "provider_id",
      );
    }
    const record = openPayment(context, {
      fields,
      flow: "direct",
      owner: c.get("owner"),
      providerId: fields.provider_id,
    });
    return c.json<RedirectAnswer>({
      url: pageUrl(c.req.url, providerPath(record, fields.provider_id)),
    });
  });

  app.post(operations.serverToServer.path, (c) => {
    const fields = readRequest<ServerToServerRequest>(c, operations.serverToServer);
    const decision = judgeCard(
      {
        number: fields.card_number,
        expiryMonth: Number(fields.expiry_month),
        expiryYear: Number(fields.expiry_year),
      },
      context.now(),
    );
    const record = openPayment(context, {
      fields,
      flow: "server-to-server",
      owner: c.get("owner"),
      first: {
        kind: "submit",
        providerId: cardProvider,
        cardLast4: fields.card_number.slice(-4),
        decision,
      },
    });
    return c.json<ServerToServerAnswer>({
      url: record.stage === "challenge" ? pageUrl(c.req.url, challengePath(record)) : "",
      transaction_status: record.status,
      // That there is an error is documented, its shape is not.
      ...(record.rejectedReason === null ? {} : { error: { message: record.rejectedReason } }),
    });
  });
}
