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

/** All accounts of the app, and all handlers in it, whichever module they are in. Complete once everything is created. */
@Injectable()
export class Accounts {
  private readonly modules: SettledModules;

  constructor(
    @Inject(ModulesContainer) modules: ModulesContainer,
    @Inject(LazyModuleLoader) loader: LazyModuleLoader,
  ) {
    this.modules = watchLazyLoads(loader, modules);
  }

  /** @throws InvalidOptionError when two modules create accounts of one name */
  all(): Account[] {
    const accounts = new Map<string, Account>();
    for (const account of this.modules.list().flatMap(listAccounts)) {
      if (accounts.has(account.name)) {
        throw new InvalidOptionError(
          "name",
          `two NumipayModules make the account "${account.name}". Name one of them, or import one module (isGlobal) everywhere.`,
        );
      }
      accounts.set(account.name, account);
    }
    return [...accounts.values()];
  }

  /** @throws InvalidOptionError when a class would handle each event twice or never */
  handlers(): Promise<FoundHandler[]> {
    return findHandlers(this.modules.list());
  }

  /** How many providers and controllers there are: more after a module was loaded. */
  size(): number {
    let size = 0;
    for (const { providers, controllers } of this.modules.each()) {
      size += providers.size + controllers.size;
    }
    return size;
  }

  /** Waits a while for the lazy modules that are loading; undefined when there are none. */
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
