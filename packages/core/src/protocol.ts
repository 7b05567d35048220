// The vocabulary of the gateway, without a client or a receiver: for engines, the sandbox and tools.
export {
  type ApprovePayoutAnswer,
  type ApprovePayoutRequest,
  type DirectRequest,
  type FieldRule,
  type GatewayProblem,
  type HostedCheckoutRequest,
  type PayoutRequest,
  type RedirectAnswer,
  type RejectPayoutAnswer,
  type RejectPayoutRequest,
  type ServerToServerAnswer,
  type ServerToServerRequest,
  type Transaction,
  type TransactionStatus,
  type TransactionStatusAnswer,
  type TransactionType,
  fieldRules,
  knownStatuses,
  knownTypes,
  operations,
} from "./protocol/contract.generated.js";
export { isAmount, toAmount } from "./protocol/amount.js";
export { createRedactor, type Redact } from "./protocol/redact.js";
export {
  type EventPattern,
  type NumipayEvent,
  eventType,
  matchesPattern,
  toIdempotencyKey,
} from "./protocol/event.js";
export {
  type Day,
  type DayWindow,
  dayWindows,
  daysBetween,
  fromGatewayDate,
  toGatewayDate,
} from "./protocol/gateway-date.js";
export {
  type SignaturePassword,
  type SignedBody,
  type SignedForm,
  signPayload,
  verifySignature,
} from "./protocol/signature.js";
export { notify } from "./protocol/notify.js";
export { escapeControls, toPrintable } from "./protocol/printable.js";
export { type StatusRank, isFinal, isTransaction, statusRank } from "./protocol/transaction.js";
