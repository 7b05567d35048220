export { createSandbox } from "./sandbox/create-sandbox.js";
export { readSandboxFile } from "./sandbox/read-sandbox-file.js";
export type { SandboxFileContents } from "./sandbox/read-sandbox-file.js";
export { compareLedger } from "./gateway/compare-ledger.js";
export type { Discrepancy, DiscrepancyKind } from "./gateway/discrepancy.js";
export { testAmounts } from "./gateway/test-amounts.js";
export { testCards } from "./gateway/test-cards.js";
export type { LedgerRow } from "./gateway/ledger-row.js";
export type { ChaosOptions, ChaosPlan } from "./gateway/chaos-options.js";
export type { ApiFault, ChaosFault, DeliveryFault, FaultKind } from "./gateway/faults.js";
export { apiFaults, deliveryFaults } from "./gateway/faults.js";
export type { Duration } from "./clock/duration.js";
export type { Mode, Stage } from "./gateway/transaction-record.js";
export type { CustomCall } from "./api/custom-calls.js";
export type { PendingWebhook } from "./gateway/pending-webhook.js";
export type { LaggingStatus } from "./gateway/status-lag.js";
export type { UsedTrackingId } from "./gateway/used-tracking-id.js";
export type { ListeningSandbox, ListenOptions } from "./server/listen.js";
export type { TlsDirectory, TlsKeyPair, TlsOption } from "./server/tls/tls-options.js";
export type {
  ClientOptions,
  DeliveryAttempt,
  NewTransaction,
  Sandbox,
  SandboxAccount,
  SandboxRoute,
  SandboxTransaction,
} from "./sandbox/sandbox.js";
export type { RetryOptions, SandboxOptions, StatusLagOptions } from "./sandbox/sandbox-options.js";
export type { AttemptCause } from "./storage/attempts.js";
export type { DeliveryState } from "./storage/deliveries.js";
