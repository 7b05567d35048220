// @ts-check
// The gateway, the relay and three services inside, each on its own loopback port.
import type { Inbox, OutcomeReport } from "@numipay/core";
import type { Route } from "../src/read-settings.js";
import { Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { createRelay } from "../src/create-relay.js";
import { createService } from "./create-service.js";
import { serveApp } from "./serve-app.js";

export type World = Awaited<ReturnType<typeof startWorld>>;

export const relaySecret = "shared by the relay and the services, of this demo";

/** @param options the relay's port; any free one where not given; an inbox in memory where not given */
export async function startWorld({
  port = 0,
  timeoutMs = 2500,
  inbox,
}: { port?: number; timeoutMs?: number; inbox?: Inbox } = {}) {
  const sandbox = await createSandbox();
  const services = {
    /** Credits coins. */
    wallets: createService(relaySecret),
    /** Writes to players whose payment did not go through. */
    support: createService(relaySecret),
    /** Keeps everything. */
    audit: createService(relaySecret),
  };
  const [wallets, support, audit] = await Promise.all(
    Object.values(services).map(({ app }) => serveApp(app)),
  );
  if (!wallets || !support || !audit) throw new Error("A service is missing");

  const routes: Route[] = [
    { pattern: "deposit.successful", url: `${wallets.url}/events` },
    { pattern: "*.rejected", url: `${support.url}/events` },
    { pattern: "*", url: `${audit.url}/events` },
  ];
  const outcomes: OutcomeReport[] = [];
  const app = createRelay({
    routes,
    relaySecret,
    timeoutMs,
    inbox,
    signaturePassword: sandbox.signaturePassword,
    onOutcome: (report) => outcomes.push(report),
  });
  const inside = [wallets, support, audit];
  const closeAll = async () => {
    await sandbox.close();
    await Promise.all(inside.map((server) => server.close()));
  };
  const relay = await serveApp(app, { port }).catch(async (error) => {
    // Half a world would keep the process alive behind its error.
    await closeAll();
    throw error;
  });
  const gateway = await sandbox.listen();
  const webhookUrl = `${relay.url}/webhooks/numipay`;
  sandbox.setWebhookUrl(webhookUrl);

  return {
    sandbox,
    services,
    servers: { wallets, support, audit, relay },
    routes,
    outcomes,
    gatewayUrl: gateway.url,
    relayUrl: relay.url,
    webhookUrl,
    numipay: new Numipay({ apiKey: sandbox.apiKey, baseUrl: gateway.url }),
    async close() {
      await relay.close();
      await closeAll();
    },
  };
}
