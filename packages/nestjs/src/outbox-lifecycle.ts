import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from "@nestjs/common";
import {
  InvalidOptionError,
  isInvalidOptionError,
  type Outbox,
  type OutboxWorker,
} from "@numipay/core";
import type { Account } from "./account.js";
import type { Accounts } from "./accounts.js";
import { createHandlerCall } from "./create-handler-call.js";
import type { EventHandlers } from "./event-handlers.js";
import type { FoundHandler } from "./handler-table.js";
import { isIntentMark } from "./handler-marks.js";

/** Adds the handlers of an account's outbox at startup, and runs its worker while the app runs. */
@Injectable()
export class OutboxLifecycle implements OnApplicationBootstrap, OnModuleDestroy {
  private worker: OutboxWorker | undefined;

  constructor(
    private readonly account: Account,
    private readonly accounts: Accounts,
    private readonly eventHandlers: EventHandlers,
  ) {}

  /** @throws InvalidOptionError when a handler can never be called, or none handles `refused` and a worker is to start */
  async onApplicationBootstrap(): Promise<void> {
    const { account } = this;
    // Nest runs the hooks of a module's providers at the same time, and these checks come first.
    await this.eventHandlers.onApplicationBootstrap();
    const { outbox, workerOptions } = account;
    if (outbox === undefined || account.intentHandlers !== undefined) return;
    const found = await this.accounts.handlers();
    account.intentHandlers = found.filter((handler) => this.register(outbox, handler));
    if (workerOptions !== false) this.worker = outbox.start(workerOptions);
  }

  /** Waits for the calls that are being sent. In this hook, because pools are closed in later ones. */
  async onModuleDestroy(): Promise<void> {
    await this.worker?.stop();
  }

  /** Returns whether the method handles an outcome of this account. */
  private register(outbox: Outbox<unknown>, handler: FoundHandler): boolean {
    const marks = handler.marks.filter(isIntentMark);
    const own = marks.filter(({ account }) => account === this.account.name);
    const call = createHandlerCall(handler);
    for (const { outcome } of own) {
      try {
        outbox.on(outcome, call);
      } catch (error) {
        if (!isInvalidOptionError(error)) throw error;
        const problem = error.message.slice(error.option.length + 1);
        throw new InvalidOptionError(error.option, `at ${handler.label}: ${problem}`);
      }
    }
    return own.length > 0;
  }
}
