import { Injectable, Logger, type OnApplicationBootstrap } from "@nestjs/common";
import { InvalidOptionError, isInvalidOptionError } from "@numipay/core";
import type { Account } from "./account.js";
import type { Accounts } from "./accounts.js";
import { createHandlerCall, type HandlerCall } from "./create-handler-call.js";
import type { FoundHandler } from "./handler-table.js";
import { registerAccount } from "./register-account.js";

/** A handler that the account's webhook has. */
interface Registration {
  handler: FoundHandler;
  call: HandlerCall;
}

/** Keeps the handlers of an account's webhook complete: those at start, and those of modules that are loaded later. */
@Injectable()
export class EventHandlers implements OnApplicationBootstrap {
  private registered: Registration[] = [];
  private knownSize = 0;
  private isRegistered = false;
  private updating: Promise<void> | undefined;
  private refusal: { error: unknown; call: HandlerCall } | undefined;

  constructor(
    private readonly account: Account,
    private readonly accounts: Accounts,
  ) {
    // Nest calls no hook of a module that is loaded later, and a worker may apply an event before the hook below.
    account.prepare = () => this.prepare();
  }

  /**
   * When every module has run its `onModuleInit`: a factory that is called for its handlers may need that.
   *
   * @throws InvalidOptionError naming the method of a handler that could never be called
   */
  async onApplicationBootstrap(): Promise<void> {
    await this.update();
    if (this.refusal !== undefined) throw this.refusal.error;
  }

  /** Adds the handlers of modules that were loaded since. Never throws: what is refused then fails each event. */
  private prepare(): Promise<void> | undefined {
    const loads = this.accounts.waitForLoads();
    if (loads !== undefined) return loads.then(() => this.update());
    const isComplete = this.accounts.size() === this.knownSize && this.isRegistered;
    return isComplete ? undefined : this.update();
  }

  /** One update at a time: two would register a handler twice. */
  private async update(): Promise<void> {
    this.updating ??= this.updateNow().finally(() => (this.updating = undefined));
    await this.updating;
    // It may have begun before a module was loaded.
    if (this.accounts.size() !== this.knownSize) await this.update();
  }

  private async updateNow(): Promise<void> {
    const size = this.accounts.size();
    if (size !== this.knownSize) await this.findHandlers(size);
    if (this.refusal !== undefined || this.isRegistered) return;
    try {
      await registerAccount(this.account, this.accounts.all());
      this.isRegistered = true;
    } catch {
      // The inbox cannot be reached, as the claim that follows reports. The next event tries again.
    }
  }

  private async findHandlers(size: number): Promise<void> {
    let found: FoundHandler[] = [];
    let refusal: unknown;
    try {
      const names = this.accounts.all().map(({ name }) => name);
      found = await this.accounts.handlers();
      for (const handler of found) refuseUnknownAccounts(handler, names);
    } catch (error) {
      [found, refusal] = [[], error];
    }
    this.knownSize = size;
    try {
      this.replace(found);
    } catch (error) {
      refusal = error;
    }
    this.refuse(refusal);
  }

  /** Without an await: no event finds it half done. */
  private replace(found: FoundHandler[]): void {
    const isSame = (one: FoundHandler, other: FoundHandler): boolean =>
      one.wrapper === other.wrapper && one.method === other.method;
    const gone = this.registered.filter(
      (entry) => !found.some((handler) => isSame(entry.handler, handler)),
    );
    for (const { handler, call } of gone) {
      for (const { pattern } of handler.marks) this.account.webhook.off(pattern, call);
    }
    this.registered = this.registered.filter((entry) => !gone.includes(entry));
    for (const handler of found) {
      // The same function for the same method: the core knows by it what is running.
      if (this.registered.some((entry) => isSame(entry.handler, handler))) continue;
      const registration = { handler, call: createHandlerCall(handler) };
      this.registered.push(registration);
      this.register(registration);
    }
  }

  private register({ handler, call }: Registration): void {
    for (const { pattern, account } of handler.marks) {
      if (account !== this.account.name) continue;
      try {
        this.account.webhook.on(pattern, call);
      } catch (error) {
        if (!isInvalidOptionError(error)) throw error;
        const problem = error.message.replace(`${error.option}: `, "");
        throw new InvalidOptionError(error.option, `at ${handler.label}, ${problem}`);
      }
    }
  }

  /** An event that some handlers would miss must come again: none is called, and the gateway repeats it. */
  private refuse(error: unknown): void {
    if (this.refusal !== undefined) this.account.webhook.off("*", this.refusal.call);
    this.refusal = undefined;
    if (error === undefined) return;
    this.replace([]);
    const call: HandlerCall = async () => {
      throw error;
    };
    this.refusal = { error, call };
    const { onlyQueues, webhook } = this.account;
    if (!onlyQueues) webhook.on("*", call);
    new Logger(`Numipay:${this.account.name}`).error(error);
  }
}

function refuseUnknownAccounts({ label, marks }: FoundHandler, names: string[]): void {
  for (const { account } of marks) {
    if (names.includes(account)) continue;
    throw new InvalidOptionError(
      "account",
      `${label} handles events of "${account}", and no NumipayModule makes that account; there are ${names.join(", ")}.`,
    );
  }
}
