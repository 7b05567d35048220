import { InvalidOptionError, type NumipayOptions, type WebhookOptions } from "@numipay/core";
import { clientOptionNames, webhookOptionNames } from "@numipay/core/node";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { NumipayModuleOptions, WebhookRequest } from "./module-options.js";

/** The options of an account's client and of its webhook, which have some in common. */
export interface SplitOptions {
  client: NumipayOptions;
  webhook: WebhookOptions<WebhookRequest, unknown>;
}

/** These belong beside a factory, not into what it returns. */
const ofTheModule = ["name", "path", "isGlobal", "controllerDecorators", "routeDecorators"];

/** @throws InvalidOptionError for an option that there is not, or that belongs elsewhere */
export function splitOptions(options: NumipayModuleOptions): SplitOptions {
  if ("account" in options) {
    throw new InvalidOptionError("account", "is the module's `name`. Set that beside the factory.");
  }
  for (const extra of ofTheModule) {
    if (extra in options) {
      throw new InvalidOptionError(
        extra,
        "is decided before a factory runs: give it to forRootAsync beside the factory.",
      );
    }
  }
  checkKnownOptions(options, [...new Set([...clientOptionNames, ...webhookOptionNames])]);
  return { client: pick(options, clientOptionNames), webhook: pick(options, webhookOptionNames) };
}

function pick(options: NumipayModuleOptions, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)));
}
