import type { ServerToServerResponse } from "@numipay/core/protocol";
import type { Decision } from "../gateway/transition.js";
import { testCardResult } from "../gateway/test-cards.js";
import { cashierPath, challengePath, providerPath } from "../gateway/page-paths.js";
import { findByWireId } from "../gateway/wire-provider-id.js";
import { ApiProblem } from "./api-problem.js";
import type { GatewayContext } from "./gateway-context.js";
import { openPayment } from "./open-payment.js";
import type { OperationHandler } from "./operation-handler.js";
import { type PaymentFields, toText } from "./payment-fields.js";
import { readRequest } from "./read-request.js";
import { respond, respondWithPage, toPageUrl } from "./respond.js";

/** The provider that processes the cards of server-to-server payments. */
const cardProvider = "cardo";

/** Handlers of the three operations that open a deposit. */
export function paymentHandlers(
  context: GatewayContext,
): Record<"hostedCheckout" | "direct" | "serverToServer", OperationHandler> {
  const { contract, store } = context;
  return {
    hostedCheckout(c, operation) {
      const fields: PaymentFields = readRequest(c, contract, operation);
      const owner = c.get("owner");
      const record = openPayment(context, { operation, fields, flow: "hosted", owner });
      return respondWithPage(c, operation, cashierPath(record));
    },

    direct(c, operation) {
      const fields: PaymentFields = readRequest(c, contract, operation);
      const owner = c.get("owner");
      const wireId = toText(fields.provider_id) ?? "";
      const providers = store.providers.all(owner.accountId);
      const providerId = findByWireId(contract, providers, wireId)?.providerId ?? wireId;
      const found = store.providers.find(providerId, {
        ...owner,
        type: "deposit",
        currency: toText(fields.currency) ?? "EUR",
        country: toText(fields.country) ?? null,
        amount: toText(fields.amount) ?? "0",
      });
      if ("refusal" in found) {
        const name = operation.fields.get("provider_id")?.name ?? "provider_id";
        throw new ApiProblem(
          422,
          `${name} does not name a provider for this deposit: ${found.refusal}.`,
          name,
        );
      }
      const opening = { operation, fields, flow: "direct", owner, providerId } as const;
      const record = openPayment(context, opening);
      return respondWithPage(c, operation, providerPath(record, providerId));
    },

    serverToServer(c, operation) {
      const fields: PaymentFields = readRequest(c, contract, operation);
      const record = openPayment(context, {
        operation,
        fields,
        flow: "server-to-server",
        owner: c.get("owner"),
        first: {
          kind: "submit",
          providerId: cardProvider,
          cardLast4: toText(fields.card_number)?.slice(-4) ?? null,
          decision: cardResult(fields, context.now()),
        },
      });
      return respond<ServerToServerResponse>(c, operation, {
        url: record.stage === "challenge" ? toPageUrl(c, challengePath(record)) : "",
        transaction_status: record.status,
        // The `error` field is documented, its shape is not.
        ...(record.rejectedReason === null ? {} : { error: { message: record.rejectedReason } }),
      });
    },
  };
}

/** A contract override can move the card to fields that the sandbox does not know. Such a payment passes. */
function cardResult(
  { card_number, expiry_month, expiry_year }: PaymentFields,
  now: number,
): Decision {
  const number = toText(card_number);
  if (number === undefined) return { kind: "passes" };
  const [month, year] = [Number(expiry_month ?? 12), Number(expiry_year ?? 9999)];
  return testCardResult(
    { number, expiryMonth: month, expiryYear: year < 100 ? 2000 + year : year },
    now,
  );
}
