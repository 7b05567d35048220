import { Inject, Injectable } from "@nestjs/common";
import { LazyModuleLoader, ModulesContainer } from "@nestjs/core";
import { InvalidOptionError } from "@numipay/core";
import type { Account } from "./account.js";
import { findHandlers } from "./find-handlers.js";
import type { FoundHandler } from "./handler-table.js";
import type { Wrapper } from "./resolve-provider.js";
import { watchLazyLoads } from "./lazy-loads.js";
import { getAccountToken } from "./tokens.js";

const tokenPrefix = getAccountToken("");

/** All accounts of the app, and all handlers in it, whichever module they are in. Complete once everything is created. */
@Injectable()
export class Accounts {
  private readonly loads: ReadonlySet<Promise<unknown>>;

  constructor(
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(LazyModuleLoader) loader: LazyModuleLoader,
  ) {
    this.loads = watchLazyLoads(loader);
  }

  /** @throws InvalidOptionError when two modules create accounts of one name */
  all(): Account[] {
    const accounts = new Map<string, Account>();
    for (const account of [...this.modules.values()].flatMap(listAccounts)) {
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
    return findHandlers(this.modules);
  }

  /** How many providers and controllers there are: more after a module was loaded. */
  size(): number {
    let size = 0;
    for (const { providers, controllers } of this.modules.values()) {
      size += providers.size + controllers.size;
    }
    return size;
  }

  /** True while a lazy module is loading: not all of its providers are created yet. */
  isLoading(): boolean {
    return this.loads.size > 0;
  }

  /** Waits for the lazy modules that are loading. */
  async waitForLoads(): Promise<void> {
    while (this.isLoading()) await Promise.allSettled(this.loads);
  }

  /** The account whose route a path is. Prefix and version before it are the host's; the longest path wins. */
  findByPath(path: string): Account | undefined {
    return this.all()
      .filter((account) => account.path !== undefined && endsWithPath(path, account.path))
      .toSorted((one, other) => (other.path ?? "").length - (one.path ?? "").length)[0];
  }
}

function listAccounts({ providers }: { providers: Map<unknown, Wrapper> }): Account[] {
  return [...providers.values()]
    .filter(({ token }) => typeof token === "string" && token.startsWith(tokenPrefix))
    .map(({ instance }) => instance as Account | null)
    .filter((account) => account !== null);
}

function endsWithPath(path: string, webhookPath: string): boolean {
  const wanted = toSegments(webhookPath);
  const given = toSegments(path).slice(-wanted.length);
  return (
    given.length === wanted.length &&
    wanted.every((segment, at) => segment.startsWith(":") || segment === given[at])
  );
}

function toSegments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}
