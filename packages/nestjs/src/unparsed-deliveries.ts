import { Inject, Injectable, type OnModuleInit } from "@nestjs/common";
import { HttpAdapterHost } from "@nestjs/core";
import { captureRawBodies } from "@numipay/core/node";
import { Accounts } from "./accounts.js";
import { createParserErrorHandler } from "./express-parser-errors.js";
import { type ExpressApp, findWebhookAccount } from "./express-routes.js";
import { leaveBodiesUnread } from "./fastify-unread-bodies.js";

const isInstalled = Symbol.for("numipay.unparsedDeliveries");

/** Makes deliveries reach the webhook regardless of the platform's body parsers. */
@Injectable()
export class UnparsedDeliveries implements OnModuleInit {
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(Accounts) private readonly accounts: Accounts,
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
    for (const { maxBodyBytes, path, webhook } of accounts) {
      const signatureHeader = webhook.contract.headers.signature;
      if (path !== undefined) captureRawBodies({ maxBodyBytes, path, signatureHeader });
    }
    if (adapter.getType() === "fastify") {
      leaveBodiesUnread(adapter.getInstance<Parameters<typeof leaveBodiesUnread>[0]>());
    } else if (adapter.getType() === "express") {
      const app = adapter.getInstance<ExpressApp>();
      adapter.use(
        createParserErrorHandler((request) => findWebhookAccount(app, request, accounts)),
      );
    }
  }
}
