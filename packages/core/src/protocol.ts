// The gateway's protocol without the client and the receiver, for inbox engines, the sandbox and tools.
export {
  type ApprovePayoutRequest,
  type FieldRule,
  type GatewayProblem,
  type RejectPayoutResponse,
  type RejectPayoutRequest,
  type TransactionStatus,
  type TransactionType,
  fieldRules,
  knownStatuses,
  knownTypes,
  operations,
} from "./protocol/contract.generated.js";
export {
  type Contract,
  type ContractField,
  type Operation,
  type OperationId,
} from "./protocol/contract/contract.js";
export { type ContractSource, loadContract } from "./protocol/contract/load-contract.js";
export { type ContractOverride } from "./protocol/contract/override.js";
export { type ReadField, type ReadShape } from "./protocol/contract/read-shape.js";
export {
  readRequest,
  type ReceivedRequest,
  type WireRequest,
  writeRequest,
} from "./protocol/contract/request.js";
export { readBody, writeBody } from "./protocol/contract/response.js";
export {
  type ApprovePayoutResponse,
  type DirectRequest,
  type HostedCheckoutRequest,
  type PayoutRequest,
  type RedirectResponse,
  type ServerToServerResponse,
  type ServerToServerRequest,
  type Transaction,
  type TransactionStatusResponse,
} from "./protocol/contract/wire-types.js";
export { connectionHint } from "./protocol/connection-hint.js";
export { checkKnownOptions } from "./protocol/known-options.js";
export { nearestWord } from "./protocol/nearest-word.js";
export { isAmount, toAmount } from "./protocol/amount.js";
export { currencyDigits, formatAmount } from "./protocol/money.js";
export { createRedactor, type Redact } from "./protocol/redact.js";
export { sharedState } from "./protocol/shared-state.js";
export {
  type EventPattern,
  type NumipayEvent,
  eventType,
  matchesPattern,
  toIdempotencyKey,
} from "./protocol/event.js";
export {
  type Day,
  type DayReading,
  type DayWindow,
  addDays,
  dayWindows,
  daysBetween,
  fromGatewayDate,
  readDay,
  toGatewayDate,
  type WindowOptions,
} from "./protocol/gateway-date.js";
export {
  type SignaturePassword,
  type SignedBody,
  type SignedForm,
  signPayload,
  verifySignature,
} from "./protocol/signature.js";
export type { NumipayLogger } from "./protocol/log/numipay-logger.js";
export type { LogFields } from "./protocol/log/log-entry.js";
export { type Log, type LogDetails, toLog } from "./protocol/log/to-log.js";
export { notify } from "./protocol/notify.js";
export { escapeControls, toPrintable } from "./protocol/printable.js";
export { trace } from "./protocol/telemetry/trace.js";
export { type Writable } from "./protocol/telemetry/trace-message.js";
export { checkTimeZone, dayInZone, isTimeZone } from "./protocol/time-zone.js";
export {
  type StatusRank,
  isFinal,
  isIdentified,
  isTransaction,
  statusRank,
} from "./protocol/transaction.js";
