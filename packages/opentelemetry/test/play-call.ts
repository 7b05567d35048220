import type { TelemetryMessages } from "@numipay/core";
import { trace } from "@numipay/core/protocol";

type CallMessage = TelemetryMessages["numipay.client.call"];

/** Publishes an operation on the channel of the client's calls. */
export function playCall<Result>(work: () => Result, fields: Partial<CallMessage> = {}): Result {
  const message: CallMessage = {
    operation: "payouts.request",
    operationId: "requestPayout",
    movesMoney: true,
    serverAddress: "gateway.test",
    serverPort: 443,
    tracking_id: "order-1",
    transaction_id: undefined,
    attempts: 1,
    outcome: "succeeded",
    errorCode: undefined,
    ...fields,
  };
  return trace("numipay.client.call", () => message, work);
}
