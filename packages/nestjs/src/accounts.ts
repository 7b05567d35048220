import { Inject, Injectable } from "@nestjs/common";
import { LazyModuleLoader, ModulesContainer } from "@nestjs/core";
import { InvalidOptionError } from "@numipay/core";
import type { Account } from "./account.js";
import { findHandlers } from "./find-handlers.js";
import type { FoundHandler } from "./handler-table.js";
import type { Module } from "./resolve-provider.js";
import { type SettledModules, watchLazyLoads } from "./lazy-loads.js";
import { getAccountToken } from "./tokens.js";

const tokenPrefix = getAccountToken("");

/** Finds all accounts and handlers of the app, in any module. Complete once all providers are created. */
@Injectable()
export class Accounts {
  private readonly modules: SettledModules;

  constructor(
    @Inject(ModulesContainer) modules: ModulesContainer,
    @Inject(LazyModuleLoader) loader: LazyModuleLoader,
  ) {
    this.modules = watchLazyLoads(loader, modules);
  }

  /** @throws InvalidOptionError when two modules create accounts with the same name */
  all(): Account[] {
    const accounts = new Map<string, Account>();
    for (const account of this.modules.list().flatMap(listAccounts)) {
      if (accounts.has(account.name)) {
        throw new InvalidOptionError(
          "name",
          `"${account.name}" is used by two NumipayModules. Set another name, or share one module with isGlobal.`,
        );
      }
      accounts.set(account.name, account);
    }
    return [...accounts.values()];
  }

  /** @throws InvalidOptionError when a class would handle each event twice or not at all */
  handlers(): Promise<FoundHandler[]> {
    return findHandlers(this.modules.list());
  }

  /** The number of providers and controllers. Grows when a module is loaded lazily. */
  size(): number {
    let size = 0;
    for (const { providers, controllers } of this.modules.each()) {
      size += providers.size + controllers.size;
    }
    return size;
  }

  /** Waits for lazy modules that are loading, up to a timeout. Undefined if there are none. */
  waitForLoads(): Promise<unknown> | undefined {
    return this.modules.wait();
  }
}

function listAccounts({ providers }: Module): Account[] {
  return [...providers.values()]
    .filter(({ token }) => typeof token === "string" && token.startsWith(tokenPrefix))
    .map(({ instance }) => instance as Account | null)
    .filter((account) => account !== null);
}
