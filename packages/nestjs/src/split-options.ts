import { InvalidOptionError, type NumipayOptions, type WebhookOptions } from "@numipay/core";
import { clientOptionNames, webhookOptionNames } from "@numipay/core/node";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { NumipayModuleOptions, WebhookRequest } from "./module-options.js";

/** The options of an account's client and webhook. Some belong to both. */
export interface SplitOptions {
  client: NumipayOptions;
  webhook: WebhookOptions<WebhookRequest, unknown>;
}

/** Options that are set beside a factory, not returned by it. */
const moduleOptionNames = ["name", "path", "isGlobal", "controllerDecorators", "routeDecorators"];

/** @throws InvalidOptionError for an unknown or misplaced option */
export function splitOptions(options: NumipayModuleOptions): SplitOptions {
  if ("account" in options) {
    throw new InvalidOptionError(
      "account",
      "is set by the module's `name`. Set `name` beside the factory.",
    );
  }
  if ("logger" in options) {
    throw new InvalidOptionError("logger", "is Nest's logger. Set it with app.useLogger().");
  }
  for (const extra of moduleOptionNames) {
    if (extra in options) {
      throw new InvalidOptionError(
        extra,
        "is needed before the factory runs. Pass it to forRootAsync beside the factory.",
      );
    }
  }
  checkKnownOptions(options, [...new Set([...clientOptionNames, ...webhookOptionNames, "outbox"])]);
  return { client: pick(options, clientOptionNames), webhook: pick(options, webhookOptionNames) };
}

function pick(options: NumipayModuleOptions, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)));
}
