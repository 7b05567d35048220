import { Inject, Injectable, type OnModuleInit } from "@nestjs/common";
import { ApplicationConfig, HttpAdapterHost } from "@nestjs/core";
import { captureRawBodies, warnOfRepeatedPrefix } from "@numipay/core/node";
import type { Account } from "./account.js";
import { Accounts } from "./accounts.js";
import { discardParserErrors } from "./express-parser-errors.js";
import { type ExpressApp, findWebhookAccount } from "./express-routes.js";
import type { RoutingFastify } from "./fastify-slash-routes.js";
import { leaveBodiesUnread, type UnreadFastify } from "./fastify-unread-bodies.js";
import { createNestLogger } from "./nest-logger.js";

const isInstalled = Symbol.for("numipay.unparsedDeliveries");

/** Makes deliveries reach the webhook regardless of the platform's body parsers. */
@Injectable()
export class UnparsedDeliveries implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
  ) {}

  // Nest calls this after it has registered parsers and routes, and before its own error handler.
  onModuleInit(): void {
    // An application context without HTTP has no adapter.
    const adapter = (this.host.httpAdapter ?? null) as
      | (HttpAdapterHost["httpAdapter"] & { [isInstalled]?: boolean })
      | null;
    if (adapter === null || adapter[isInstalled] === true) return;
    adapter[isInstalled] = true;
    const accounts = this.accounts.all();
    const globalPrefix = this.config.getGlobalPrefix();
    for (const { maxBodyBytes, path, webhook } of accounts) {
      const signatureHeader = webhook.contract.headers.signature;
      if (path !== undefined) captureRawBodies({ maxBodyBytes, path, signatureHeader });
    }
    if (adapter.getType() === "fastify") {
      const fastify = adapter.getInstance<UnreadFastify & RoutingFastify>();
      leaveBodiesUnread(fastify);
      warnOfPrefixes(accounts, globalPrefix, (url) => fastify.hasRoute({ method: "POST", url }));
    } else if (adapter.getType() === "express") {
      const app = adapter.getInstance<ExpressApp>();
      discardParserErrors(app, (handler) => void adapter.use(handler), accounts);
      const find = (path: string) => findWebhookAccount(app, { method: "POST", path }, accounts);
      warnOfPrefixes(accounts, globalPrefix, (path) => find(path) !== undefined);
    }
  }
}

/** A route may have a prefix other than the global one, so each one that its path may repeat is tried. */
function warnOfPrefixes(
  accounts: readonly Account[],
  globalPrefix: string,
  serves: (path: string) => boolean,
): void {
  for (const { name, path = "" } of accounts) {
    const segments = toSegments(path);
    const prefixes = segments.map((_, at) => segments.slice(0, at + 1).join("/"));
    for (const prefix of new Set([...prefixes, toSegments(globalPrefix).join("/")])) {
      if (serves(`/${prefix}/${segments.join("/")}`))
        warnOfRepeatedPrefix(prefix, path, createNestLogger(name));
    }
  }
}

function toSegments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}
