import { Injectable, Logger, type OnApplicationBootstrap } from "@nestjs/common";
import { InvalidOptionError, isInvalidOptionError } from "@numipay/core";
import type { Account } from "./account.js";
import type { Accounts } from "./accounts.js";
import { createHandlerCall, type HandlerCall } from "./create-handler-call.js";
import { checkAccounts } from "./check-accounts.js";
import type { FoundHandler } from "./handler-table.js";
import { isIntentMark } from "./handler-marks.js";
import { registerAccount } from "./register-account.js";

/** A handler that is registered on the account's webhook. */
interface Registration {
  handler: FoundHandler;
  call: HandlerCall;
}

/** Registers the handlers of an account's webhook, at startup and when modules are loaded lazily. */
@Injectable()
export class EventHandlers implements OnApplicationBootstrap {
  private registered: Registration[] = [];
  private knownSize = 0;
  private isRegistered = false;
  private updating: Promise<void> | undefined;
  private rejection: { error: unknown; call: HandlerCall } | undefined;

  constructor(
    private readonly account: Account,
    private readonly accounts: Accounts,
  ) {
    // Nest calls no hooks of lazy modules, and a worker may apply an event before the hook below runs.
    account.prepare = () => this.prepare();
  }

  /**
   * Runs after every `onModuleInit`, which factories of handlers may depend on.
   *
   * @throws InvalidOptionError naming the method of a handler that can never be called
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.update();
    if (this.rejection !== undefined) throw this.rejection.error;
  }

  /** Adds the handlers of lazy modules. Never throws: an invalid handler fails each event instead. */
  private prepare(): Promise<void> | undefined {
    const loads = this.accounts.waitForLoads();
    if (loads !== undefined) return loads.then(() => this.update());
    const isComplete = this.accounts.size() === this.knownSize && this.isRegistered;
    return isComplete ? undefined : this.update();
  }

  /** Runs one update at a time: two would register a handler twice. */
  private async update(): Promise<void> {
    this.updating ??= this.updateNow().finally(() => (this.updating = undefined));
    await this.updating;
    // A module may have been loaded since the update started.
    if (this.accounts.size() !== this.knownSize) await this.update();
  }

  private async updateNow(): Promise<void> {
    const size = this.accounts.size();
    if (size !== this.knownSize) await this.findHandlers(size);
    if (this.rejection !== undefined || this.isRegistered) return;
    try {
      await registerAccount(this.account, this.accounts.all());
      this.isRegistered = true;
    } catch {
      // The inbox is unreachable, which the following claim reports. The next event tries again.
    }
  }

  private async findHandlers(size: number): Promise<void> {
    let found: FoundHandler[] = [];
    let problem: unknown;
    try {
      const accounts = this.accounts.all();
      found = await this.accounts.handlers();
      for (const handler of found) checkAccounts(handler, accounts);
    } catch (error) {
      [found, problem] = [[], error];
    }
    this.knownSize = size;
    try {
      this.replace(found);
    } catch (error) {
      problem = error;
    }
    this.rejectEvents(problem);
  }

  /** Synchronous, so that no event sees an incomplete set. */
  private replace(found: FoundHandler[]): void {
    const isSame = (one: FoundHandler, other: FoundHandler): boolean =>
      one.wrapper === other.wrapper && one.method === other.method;
    const gone = this.registered.filter(
      (entry) => !found.some((handler) => isSame(entry.handler, handler)),
    );
    for (const { handler, call } of gone) {
      for (const mark of handler.marks) {
        if (!isIntentMark(mark)) this.account.webhook.off(mark.pattern, call);
      }
    }
    this.registered = this.registered.filter((entry) => !gone.includes(entry));
    for (const handler of found) {
      // Keep the same function for the same method: the core tracks running handlers by it.
      if (this.registered.some((entry) => isSame(entry.handler, handler))) continue;
      const registration = { handler, call: createHandlerCall(handler) };
      this.registered.push(registration);
      this.register(registration);
    }
  }

  private register({ handler, call }: Registration): void {
    for (const mark of handler.marks) {
      if (isIntentMark(mark) || mark.account !== this.account.name) continue;
      try {
        this.account.webhook.on(mark.pattern, call);
      } catch (error) {
        if (!isInvalidOptionError(error)) throw error;
        const problem = error.message.slice(error.option.length + 1);
        throw new InvalidOptionError(error.option, `at ${handler.label}: ${problem}`);
      }
    }
  }

  /** Fails every event while a handler is invalid, so that the gateway retries it. */
  private rejectEvents(error: unknown): void {
    if (this.rejection !== undefined) this.account.webhook.off("*", this.rejection.call);
    this.rejection = undefined;
    if (error === undefined) return;
    this.replace([]);
    const call: HandlerCall = async () => {
      throw error;
    };
    this.rejection = { error, call };
    const { onlyQueues, webhook } = this.account;
    if (!onlyQueues) webhook.on("*", call);
    new Logger(`Numipay:${this.account.name}`).error(error);
  }
}
