export { type LastKnownStatus } from "./client/advice.js";
export {
  type CallActions,
  type CallJournal,
  type IntentSlot,
  type MoneyCall,
} from "./client/call-journal.js";
export { type CallOptions, type MoneyCallOptions } from "./client/call-options.js";
export {
  ConnectionError,
  GatewayFaultError,
  isConnectionError,
  isGatewayFaultError,
  isOutcomeUnknownError,
  isRedirectRefusedError,
  isRequestRejectedError,
  isTimeoutError,
  isUnexpectedResponseError,
  OutcomeUnknownError,
  RedirectRefusedError,
  RequestRejectedError,
  TimeoutError,
  UnexpectedResponseError,
} from "./client/errors.js";
export { type RequestReport, type ResponseReport } from "./client/client-messages.js";
export { type OperationDefinition, type RequestOperation } from "./client/request.js";
export { nothingWasDone } from "./client/nothing-was-done.js";
export { Numipay } from "./client/numipay.js";
export { type Payments, type WithAmount } from "./client/payments.js";
export { type PayoutName, type Payouts } from "./client/payouts.js";
export { type NumipayOptions } from "./client/settings.js";
export { type ResolveOptions, type Resolution } from "./client/resolve-outcome.js";
export {
  type DayRange,
  type IterateRange,
  type ListRange,
  type Transactions,
} from "./client/transactions.js";
export { AlreadyQueuedError, isAlreadyQueuedError } from "./outbox/already-queued-error.js";
export { createJournal, type Journal } from "./outbox/create-journal.js";
export {
  AlreadySentError,
  InProgressError,
  isAlreadySentError,
  isInProgressError,
  isJournalUnavailableError,
  isRequestMismatchError,
  JournalUnavailableError,
  RequestMismatchError,
} from "./outbox/errors.js";
export {
  type Intent,
  type IntentClaim,
  type IntentKey,
  type IntentLease,
  type IntentProblem,
  type IntentResult,
  type IntentState,
  type JournalStore,
  type RecordedIntent,
} from "./outbox/journal.js";
export { type JournalOptions } from "./outbox/journal-settings.js";
export { createOutbox, type Outbox } from "./outbox/create-outbox.js";
export { type OutboxFailure, type OutboxObserver } from "./outbox/outbox-failure.js";
export {
  type OutboxContext,
  type OutboxHandler,
  type OutboxOutcome,
  type OutboxOutcomes,
} from "./outbox/outbox-handlers.js";
export {
  type ConfirmedIntent,
  type QueuedCall,
  type RefusedIntent,
  type UnknownIntent,
} from "./outbox/outbox-intent.js";
export { type OutboxOptions } from "./outbox/outbox-settings.js";
export { type OutboxWorker, type OutboxWorkerOptions } from "./outbox/outbox-worker.js";
export {
  type QueueableOperation,
  type QueueableRequests,
  type QueueableResponses,
} from "./outbox/queueable.js";
export { type OutboxRun, type OutboxRunOptions } from "./outbox/run-once.js";
export { type OutboxStore, type QueuedIntent, type Returned } from "./outbox/outbox-store.js";
export { memoryJournal } from "./outbox/memory-journal.js";
export { memoryJournalStore } from "./outbox/memory-journal-store.js";
export { recover } from "./outbox/recover.js";
export { type RecoverOptions } from "./outbox/recover-options.js";
export {
  type RecoverProgress,
  type RecoveredIntent,
  type Recovery,
  type RecoveryCounts,
  type RecoveryDecision,
} from "./outbox/recovery.js";
export {
  type RejectPayoutResponse,
  type TransactionStatus,
  type TransactionType,
  knownStatuses,
  knownTypes,
} from "./protocol/contract.generated.js";
export { type OperationId } from "./protocol/contract/contract.js";
export { defineContract } from "./protocol/contract/define-contract.js";
export { type ContractSource } from "./protocol/contract/load-contract.js";
export {
  type ContractOverride,
  type FieldOverride,
  type FieldType,
  type HttpMethod,
  type OperationOverride,
  type ReadFieldOverride,
  type ResponseOverride,
  type StatusOverride,
  type WebhookOverride,
} from "./protocol/contract/override.js";
export { type Register } from "./protocol/contract/registered.js";
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
export {
  EffectFailedError,
  HandlerTimeoutError,
  InvalidArgumentError,
  InvalidOptionError,
  InvalidSignatureError,
  isEffectFailedError,
  isHandlerTimeoutError,
  isInvalidArgumentError,
  isInvalidOptionError,
  isInvalidSignatureError,
  isNumipayError,
  NumipayError,
  type NumipayErrorCode,
} from "./protocol/errors.js";
export {
  defaultAccount,
  type EventPattern,
  eventType,
  type NumipayEvent,
  toIdempotencyKey,
} from "./protocol/event.js";
export {
  type Day,
  type DayWindow,
  dayWindows,
  type WindowOptions,
} from "./protocol/gateway-date.js";
export {
  type SignaturePassword,
  type SignedBody,
  type SignedForm,
  signPayload,
  verifySignature,
} from "./protocol/signature.js";
export { telemetryChannels } from "./protocol/telemetry/channels.js";
export { isFinal, isTransaction, type StatusRank, statusRank } from "./protocol/transaction.js";
export { listSetAside, reconcile } from "./reconcile/reconcile.js";
export { type Reconciled } from "./reconcile/found.js";
export { type ReconcileOptions } from "./reconcile/reconcile-options.js";
export { type ReconcileProgress } from "./reconcile/reconcile-progress.js";
export { type TelemetryMessages } from "./telemetry/telemetry-messages.js";
export {
  type AccountEntry,
  type AccountMethods,
  type AccountStore,
  createAccountMethods,
} from "./webhooks/account-store.js";
export { type Confirm } from "./webhooks/confirm.js";
export { type Delivery, type DeliveryBody } from "./webhooks/delivery.js";
export { type EventContext, type EventHandler, type EventOrigin } from "./webhooks/emitter.js";
export {
  type EventIntent,
  type EventJournal,
  type JournalEntry,
} from "./webhooks/event-journal.js";
export { type EventQueue } from "./webhooks/event-queue.js";
export {
  type Change,
  type Claim,
  type ClaimHooks,
  type HandlerScope,
  type Inbox,
  type Lease,
} from "./webhooks/inbox.js";
export { type InboxCheckpoints } from "./webhooks/inbox-checkpoints.js";
export {
  createInboxReads,
  type InboxReads,
  type RecordedChange,
  type RecordedConflict,
  type RecordStore,
  type TransactionReference,
} from "./webhooks/inbox-reads.js";
export { type MemoryInbox, memoryInbox, type MemoryInboxOptions } from "./webhooks/memory-inbox.js";
export {
  createOutcomeLogger,
  type OutcomeObserver,
  type OutcomeReport,
} from "./webhooks/observer.js";
export { type AccountSource, type WebhookOptions } from "./webhooks/options.js";
export type { PasswordSource } from "./webhooks/password-source.js";
export { type WebhookResponse, type Outcome, outcomeResponses } from "./webhooks/outcome.js";
export {
  createReceiver,
  type EventRegistry,
  type Receiver,
  type Verified,
} from "./webhooks/receiver.js";
export {
  type HandlerReturn,
  synchronous,
  type SynchronousTransaction,
} from "./webhooks/synchronous.js";
export { type SetAside, type SetAsideQuery } from "./webhooks/set-aside-notes.js";
export { type DeliveryReport } from "./webhooks/to-report.js";
export { type Replayed, type UnreadableDeliveries } from "./webhooks/unreadable-deliveries.js";
export { type UnreadableEntry, type UnreadableStore } from "./webhooks/unreadable-store.js";
export type { NumipayLogger } from "./protocol/log/numipay-logger.js";
export { createVerifier, type Verifier, type VerifierOptions } from "./webhooks/verifier.js";
export { numipayWebhook, type WebNumipayWebhook } from "./webhooks/web.js";
