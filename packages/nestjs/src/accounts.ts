import { Inject, Injectable } from "@nestjs/common";
import { DiscoveryService, MetadataScanner } from "@nestjs/core";
import { InvalidOptionError } from "@numipay/core";
import type { Account } from "./account.js";
import { getAccountToken } from "./tokens.js";
import { findHandlers, type FoundHandler } from "./find-handlers.js";

const tokenPrefix = getAccountToken("");

/** All accounts of the app, and all handlers in it, whichever module they are in. Asked once everything is made. */
@Injectable()
export class Accounts {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {}

  /** @throws InvalidOptionError when two modules make accounts of one name */
  all(): Account[] {
    const accounts = new Map<string, Account>();
    for (const { token, instance } of this.discovery.getProviders()) {
      if (typeof token !== "string" || !token.startsWith(tokenPrefix)) continue;
      const account = instance as Account;
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

  /** @throws InvalidOptionError when one handler stands in two modules: it would be called twice */
  handlers(): FoundHandler[] {
    return findHandlers(this.discovery, this.scanner);
  }

  /** The account whose route a path is. Prefix and version before it are the host's; the longest path wins. */
  findByPath(path: string): Account | undefined {
    return this.all()
      .filter((account) => account.path !== undefined && endsWithPath(path, account.path))
      .toSorted((one, other) => (other.path ?? "").length - (one.path ?? "").length)[0];
  }
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
