export { createSandbox } from "./create-sandbox.js";
export type { Duration } from "./clock/duration.js";
export type { Mode, Stage } from "./gateway/transaction-record.js";
export type { ListeningSandbox, ListenOptions } from "./listen.js";
export type { DeliveryAttempt, Sandbox, SandboxOptions, SandboxTransaction } from "./sandbox.js";
export type { DeliveryState } from "./storage/deliveries.js";
