import type { TelemetryMessages } from "@numipay/core";
import { SpanKind } from "@opentelemetry/api";
import type { SpanDefinition } from "./span-definition.js";

/** A call of a method of the client. Its HTTP requests are spans below it. */
export const callSpan: SpanDefinition<TelemetryMessages["numipay.client.call"]> = {
  kind: SpanKind.INTERNAL,
  name: ({ operation }) => `numipay ${operation}`,
  start: (message) => ({
    "numipay.operation": message.operation,
    "numipay.operation_id": message.operationId,
    "numipay.moves_money": message.movesMoney,
    "numipay.tracking_id": message.tracking_id,
    "numipay.transaction_id": message.transaction_id,
    "server.address": message.serverAddress,
    "server.port": message.serverPort,
  }),
  end: ({ attempts, outcome }) => ({ "numipay.attempts": attempts, "numipay.outcome": outcome }),
};

/** An HTTP request, by the semantic conventions of HTTP clients. Without `url.full`, which contains ids. */
export const attemptSpan: SpanDefinition<TelemetryMessages["numipay.client.attempt"]> = {
  kind: SpanKind.CLIENT,
  name: ({ method, path }) => `${method} ${path}`,
  start: (message) => ({
    "http.request.method": message.method,
    "http.request.resend_count": message.attempt > 1 ? message.attempt - 1 : undefined,
    "url.template": message.path,
    "numipay.operation_id": message.operationId,
    "numipay.tracking_id": message.tracking_id,
    "server.address": message.serverAddress,
    "server.port": message.serverPort,
  }),
  end: ({ status, requestId }) => ({
    "http.response.status_code": status,
    "numipay.request_id": requestId,
  }),
  failure: ({ errorType }) => errorType,
};
