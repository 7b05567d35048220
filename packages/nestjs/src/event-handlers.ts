import { Injectable, type OnModuleInit } from "@nestjs/common";
import { InvalidOptionError, isInvalidOptionError } from "@numipay/core";
import type { Account } from "./account.js";
import type { Accounts } from "./accounts.js";
import { createHandlerCall } from "./create-handler-call.js";
import type { FoundHandler } from "./find-handlers.js";

/** Gives an account's webhook its handlers, once every module of the app is made. */
@Injectable()
export class EventHandlers implements OnModuleInit {
  constructor(
    private readonly account: Account,
    private readonly accounts: Accounts,
  ) {}

  /** @throws InvalidOptionError naming the method of a handler that could never be called */
  onModuleInit(): void {
    const names = this.accounts.all().map(({ name }) => name);
    for (const handler of this.accounts.handlers()) {
      refuseUnknownAccounts(handler, names);
      this.register(handler);
    }
  }

  private register(handler: FoundHandler): void {
    const call = createHandlerCall(handler);
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
