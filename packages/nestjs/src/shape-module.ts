import type { DynamicModule, Provider } from "@nestjs/common";
import { defaultAccount } from "@numipay/core";
import { defaultWebhookPath } from "@numipay/core/node";
import { Accounts } from "./accounts.js";
import { type Account, createAccount } from "./account.js";
import { createMissingOutbox } from "./create-account-outbox.js";
import { EventHandlers } from "./event-handlers.js";
import type { NumipayModuleExtras, NumipayModuleOptions } from "./module-options.js";
import { NumipayHealth } from "./numipay-health.js";
import { OutboxLifecycle } from "./outbox-lifecycle.js";
import {
  getAccountToken,
  getNumipayToken,
  getNumipayWebhookToken,
  getOutboxToken,
} from "./tokens.js";
import { UnparsedDeliveries } from "./unparsed-deliveries.js";
import { createWebhookController } from "./webhook-controller.js";

/** Builds the module of one account: its client, webhook and route. */
export function shapeModule(
  definition: DynamicModule,
  extras: NumipayModuleExtras,
  optionsToken: string,
): DynamicModule {
  const { name = defaultAccount, path = defaultWebhookPath, isGlobal = false } = extras;
  const token = getAccountToken(name);
  const route = path === false ? undefined : path;

  const providers: Provider[] = [
    {
      provide: token,
      inject: [optionsToken],
      useFactory: (options: NumipayModuleOptions) => createAccount(name, route, options),
    },
    {
      provide: getNumipayToken(name),
      inject: [token],
      useFactory: ({ client }: Account) => client,
    },
    {
      provide: getNumipayWebhookToken(name),
      inject: [token],
      useFactory: ({ webhook }: Account) => webhook,
    },
    {
      provide: getOutboxToken(name),
      inject: [token],
      useFactory: ({ outbox }: Account) => outbox ?? createMissingOutbox(name),
    },
    Accounts,
    NumipayHealth,
    {
      provide: EventHandlers,
      inject: [token, Accounts],
      useFactory: (account: Account, accounts: Accounts) => new EventHandlers(account, accounts),
    },
    {
      provide: OutboxLifecycle,
      inject: [token, Accounts, EventHandlers],
      useFactory: (account: Account, accounts: Accounts, eventHandlers: EventHandlers) =>
        new OutboxLifecycle(account, accounts, eventHandlers),
    },
    UnparsedDeliveries,
  ];
  const exported = [
    token,
    getNumipayToken(name),
    getNumipayWebhookToken(name),
    getOutboxToken(name),
    NumipayHealth,
  ];

  return {
    ...definition,
    global: isGlobal,
    controllers: route === undefined ? [] : [createWebhookController(token, route, extras)],
    providers: [...(definition.providers ?? []), ...providers],
    exports: exported,
  };
}
