import { createApp } from "../server/create-app.js";
import { createEntrance } from "../server/entrance.js";
import { composeGateway } from "./compose-gateway.js";
import { sandboxAccounts } from "./sandbox-accounts.js";
import { sandboxControls } from "./sandbox-controls.js";
import type { SandboxOptions } from "./sandbox-options.js";
import { sandboxRecords } from "./sandbox-records.js";
import type { Sandbox } from "./sandbox.js";
import { toSettings } from "./settings.js";

/**
 * Starts a local Numipay gateway: API, cashier, signed webhooks and their retries. In memory unless `file` is set.
 *
 * @throws InvalidOptionError for an unknown option or an invalid contract; TypeError for an invalid merchant name or webhook
 *   URL; RangeError for an invalid time or duration; either for invalid chaos options; Error for a file of another version or
 *   seed, one that is not a sandbox's or cannot be written, and one that another sandbox uses.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = toSettings(options);
  const gateway = await composeGateway(settings);
  const controls = sandboxControls(gateway);
  const app = createApp({
    ...gateway,
    pendingWebhook: settings.pendingWebhook,
    retries: settings.retries,
    controls,
  });
  const entrance = createEntrance({
    app,
    closed: gateway.closed,
    assertOpen: gateway.assertOpen,
    afterRequest: gateway.deliverSoon,
  });
  const accounts = sandboxAccounts(gateway, entrance);
  const first = accounts.account();

  return {
    ...accounts,
    ...sandboxRecords(gateway, accounts),
    ...controls,
    fetch: entrance.fetch,
    get baseUrl() {
      return entrance.baseUrl();
    },
    get apiKey() {
      return first.apiKey;
    },
    get liveApiKey() {
      return first.liveApiKey;
    },
    get signaturePassword() {
      return first.signaturePassword;
    },
    get clientOptions() {
      return first.clientOptions;
    },
    setWebhookUrl: (url) => first.setWebhookUrl(url),
    routes() {
      const known = new Map(
        app.routes.map(({ method, path }) => [`${method} ${path}`, { method, path }]),
      );
      return [...known.values()];
    },
    listen: (listenOptions = {}) => entrance.listen(listenOptions),
    close: () => gateway.close(() => entrance.close()),
  };
}
