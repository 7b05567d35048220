import type { OutboxObserver, OutboxWorkerOptions } from "@numipay/core";

/** Options of an account's outbox. */
export interface NumipayOutboxOptions {
  /**
   * The options of the worker, which starts with the app and stops in `onModuleDestroy`. `false` starts none in this process: calls are only
   * queued, or you call `runOnce`. Defaults to a worker with its defaults.
   */
  worker?: OutboxWorkerOptions | false | undefined;
  /**
   * Time limit of the handlers of one outcome, in milliseconds. After that they have failed, and are called again later. Must be a whole
   * number from 1 to 2147483647. Defaults to `120000`.
   */
  handlerTimeoutMs?: number | undefined;
  /** Called with each failure, which is repeated later. Not awaited; its errors are logged. Defaults to Nest's logger. */
  onError?: OutboxObserver | undefined;
}

/** Every option of an account's outbox. */
export const outboxOptionNames = [
  "worker",
  "handlerTimeoutMs",
  "onError",
] as const satisfies readonly (keyof NumipayOutboxOptions)[];
