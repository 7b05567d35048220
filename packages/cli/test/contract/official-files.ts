/** OpenAPI files that a gateway could publish. Each differs from what the library assumes. */

type Schema = Readonly<Record<string, unknown>>;

const text = { type: "string" };
const object = (properties: Schema, required: readonly string[] = []): Schema => ({
  type: "object",
  properties,
  ...(required.length > 0 && { required }),
});
const json = (schema: Schema): Schema => ({ content: { "application/json": { schema } } });
const ok = (schema: Schema): Schema => ({ "200": { description: "OK", ...json(schema) } });
const post = (operationId: string, body: Schema, responses: Schema, more: Schema = {}): Schema => ({
  post: { operationId, requestBody: json(body), responses, ...more },
});

const order = { tracking_id: text, user_id: text, currency: text, amount: text };
const inOrder = Object.keys(order);
const card = {
  card_number: text,
  card_holder: text,
  expiry_month: text,
  expiry_year: text,
  cvv: text,
};
const change = {
  ...order,
  status: { type: "string", enum: ["pending", "successful", "rejected", "expired"] },
  transaction_type: text,
};
const transaction = object({ transaction_id: text, ...change });
const status = object({ transaction_status: text }, ["transaction_status"]);
const page = object({ url: text }, ["url"]);

/** OpenAPI 3.0 in camel case: other names, types and methods, envelopes everywhere, and one more operation. */
export const camelCase: Schema = {
  openapi: "3.0.3",
  info: { title: "Gateway", version: "2" },
  servers: [
    { url: "https://{region}.gateway.example/api/v2", variables: { region: { default: "eu" } } },
  ],
  security: [{ merchantKey: [] }],
  paths: {
    "/checkout": post(
      "createHostedCheckout",
      object(
        {
          trackingId: { type: "string", maxLength: 64 },
          userId: text,
          amount: { type: "number" },
          currency: { type: "string", enum: ["EUR", "USD", "USDT"] },
          returnUrl: text,
          brandId: text,
        },
        ["trackingId", "amount", "currency"],
      ),
      ok(object({ data: object({ redirect_url: text }, ["redirect_url"]) })),
    ),
    "/direct": post(
      "direct",
      object({
        payment: object({ ...order, providerId: { type: "integer" }, sessionId: text }, [
          ...inOrder,
          "providerId",
          "sessionId",
        ]),
      }),
      { "303": { description: "To the provider" } },
    ),
    "/card-payments": post(
      "chargeCardServerToServer",
      object({ request: object({ ...order, ...card }, [...inOrder, ...Object.keys(card)]) }),
      ok(object({ result: object({ transactionStatus: text, url: text }, ["transactionStatus"]) })),
    ),
    "/withdrawals": post(
      "requestWithdrawal",
      object({ request: object(order, inOrder) }),
      ok(page),
    ),
    "/withdrawals/{withdrawalId}/decline": {
      post: { operationId: "declineWithdrawal", responses: ok(object({})) },
    },
    "/withdrawals/{withdrawalId}/confirm": {
      put: { operationId: "confirmWithdrawal", responses: ok(status) },
    },
    "/status": post("transactionState", object({ trackingId: text }, ["trackingId"]), ok(status)),
    "/transactions": {
      get: {
        operationId: "searchTransactions",
        parameters: [
          {
            in: "query",
            name: "dateFrom",
            required: true,
            schema: { type: "string", format: "date" },
          },
          {
            in: "query",
            name: "dateTo",
            required: true,
            schema: { type: "string", format: "date" },
          },
          { in: "query", name: "page", required: true, schema: { type: "integer" } },
        ],
        responses: ok(
          object({
            data: object({ items: { type: "array", items: { $ref: "#/components/schemas/Tx" } } }),
          }),
        ),
      },
    },
    "/refunds/{refundId}": {
      post: {
        operationId: "refund",
        parameters: [{ in: "path", name: "refundId", required: true, schema: text }],
        requestBody: json(object({ amount: { type: "string", pattern: "^[0-9.]+$" } }, ["amount"])),
        responses: ok(object({ refundId: { type: "integer" } }, ["refundId"])),
      },
    },
  },
  "x-webhooks": {
    changed: post(
      "changed",
      object({ event: { $ref: "#/components/schemas/Tx" } }),
      {},
      {
        parameters: [
          { in: "header", name: "X-Gateway-Signature", schema: { pattern: "^[0-9A-F]{40}$" } },
        ],
      },
    ),
  },
  components: {
    securitySchemes: { merchantKey: { type: "apiKey", in: "header", name: "X-Merchant-Key" } },
    schemas: {
      Tx: object(
        {
          id: text,
          userId: text,
          trackingId: text,
          status: { type: "string", enum: ["pending", "successful", "rejected", "refunded"] },
          currency: text,
          amount: { type: "number" },
          type: { type: "string", enum: ["deposit", "withdrawal", "refund"] },
          fee: { type: "number" },
        },
        ["id", "trackingId", "status", "currency", "amount", "type"],
      ),
    },
  },
};

/** OpenAPI 3.1 with a path prefix, optional ids, and a list whose names differ from the webhook's. */
export const prefixed: Schema = {
  openapi: "3.1.0",
  info: { title: "Gateway", version: "1" },
  paths: {
    "/v3/payments/hosted": post(
      "hosted",
      object({
        request: object({ ...order, currency: { type: "string", minLength: 3, maxLength: 5 } }, [
          "tracking_id",
          "currency",
          "amount",
        ]),
      }),
      ok(object({ result: { anyOf: [page, { type: "null" }] } })),
    ),
    "/v3/payments/direct": post(
      "direct",
      object({ request: object({ ...order, provider_id: { type: ["string", "null"] } }) }),
      ok(page),
    ),
    "/v3/payouts/request": post("payout", object({ request: object(order) }), ok(page)),
    "/v3/payouts/reject": post("reject", object({ id: text }, ["id"]), ok(object({}))),
    "/v3/payouts/approve": post(
      "approve",
      object({ tracking_id: text }, ["tracking_id"]),
      ok(status),
    ),
    "/v3/payments/server-to-server": post(
      "serverToServer",
      object({ request: object({ ...order, ...card }) }),
      ok(object({ transaction_status: text, error: text })),
    ),
    "/v3/transactions/{reference}": {
      parameters: [{ in: "path", name: "reference", required: true, schema: text }],
      get: { operationId: "transaction", responses: ok(object({ status: text }, ["status"])) },
    },
    "/v3/transactions": {
      get: {
        operationId: "transactions",
        parameters: ["from", "to"].map((name) => ({
          in: "query",
          name,
          description: "A day, written DD.MM.YYYY",
          schema: { type: "string", format: "date-time" },
        })),
        responses: ok(object({ transactions: { type: "array", items: transaction } })),
      },
    },
  },
  webhooks: {
    transactionChanged: post(
      "transactionChanged",
      {
        oneOf: [
          object({ id: text, ...change }, ["id", "status"]),
          object({ id: text, ...change, reason: text }, ["id"]),
        ],
      },
      {},
    ),
  },
};

/** As documented, with the API key as a parameter and the webhook as a callback. */
export const documented: Schema = {
  openapi: "3.0.1",
  info: { title: "Gateway", version: "1.0.1" },
  paths: {
    "/payments/hosted": post(
      "hostedCheckout",
      object({ request: object({ ...order, locale: text }, [...inOrder, "locale"]) }),
      ok(page),
      {
        parameters: [{ in: "header", name: "x-api-key", schema: text }],
        callbacks: {
          changed: { "{$request.body#/url}": post("changed", transaction, {}) },
        },
      },
    ),
    "/transactions": {
      get: {
        operationId: "listTransactions",
        parameters: ["from", "to"].map((name) => ({
          in: "query",
          name,
          schema: { type: "string", format: "date-time", description: "format DD-MM-YYYY" },
        })),
        responses: ok({ type: "array", items: transaction }),
      },
    },
  },
};

/** What no override can express. */
export const beyond: Schema = {
  openapi: "3.1.0",
  info: { title: "Gateway", version: "9" },
  security: [{ token: [] }],
  paths: {
    "/payments/hosted": post("hostedCheckout", object({ request: object(order) }), ok(page), {
      parameters: [{ in: "header", name: "X-Merchant", required: true, schema: text }],
    }),
    "/payments/direct": {
      post: {
        operationId: "direct",
        requestBody: {
          content: { "application/x-www-form-urlencoded": { schema: object(order) } },
        },
        responses: ok(page),
      },
    },
    "/merchants/{merchantId}/transactions/{id}": {
      get: { operationId: "transactionStatus", responses: ok(status) },
    },
    "/transactions": {
      get: {
        operationId: "listTransactions",
        parameters: [
          { in: "query", name: "from", schema: { type: "string", format: "date-time" } },
        ],
        responses: { "302": { description: "To a report" } },
      },
    },
    "/reports": { head: { operationId: "reports", responses: {} } },
  },
  webhooks: {
    transactionChanged: post(
      "transactionChanged",
      transaction,
      {},
      {
        parameters: [
          { in: "header", name: "x-signature", description: "HMAC of the body", schema: text },
        ],
      },
    ),
  },
  components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
};
