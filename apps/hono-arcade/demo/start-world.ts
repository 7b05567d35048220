// The gateway, the relay, three internal services and the arcade's hall, each on its own loopback port.
import { type Inbox, Numipay, type OutcomeReport } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { createRelay } from "../src/create-relay.js";
import type { Route } from "../src/read-settings.js";
import { createService } from "./create-service.js";
import { createHall } from "./hall/create-hall.js";
import { serveApp } from "./serve-app.js";

export interface WorldOptions {
  /** The hall's port. Defaults to any free one. */
  port?: number;
  timeoutMs?: number;
  /** Defaults to an inbox in memory. */
  inbox?: Inbox<unknown> | undefined;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

export const relaySecret = "shared by the relay and the services, of this demo";

export async function startWorld({ port = 0, timeoutMs = 2500, inbox }: WorldOptions = {}) {
  const sandbox = await createSandbox({ merchantName: "Brass Lantern Games" });
  const services = {
    /** Credits coins. */
    wallets: createService(relaySecret),
    /** Contacts players whose payment failed. */
    support: createService(relaySecret),
    /** Stores every event. */
    audit: createService(relaySecret),
  };
  const [wallets, support, audit] = await Promise.all([
    serveApp(services.wallets.app),
    serveApp(services.support.app),
    serveApp(services.audit.app),
  ]);

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
    onOutcome: (report) => void outcomes.push(report),
  });
  const relay = await serveApp(app);
  const gateway = await sandbox.listen();
  const numipay = new Numipay({ apiKey: sandbox.apiKey, baseUrl: gateway.url });
  const closeRest = async () => {
    await relay.close();
    await sandbox.close();
    await Promise.all([wallets, support, audit].map((server) => server.close()));
  };
  const hall = await serveApp(createHall({ numipay, ...services }), { port }).catch(
    async (error: unknown) => {
      // Open servers would keep the process alive.
      await closeRest();
      throw error;
    },
  );
  const webhookUrl = `${relay.url}/webhooks/numipay`;
  sandbox.setWebhookUrl(webhookUrl);

  return {
    sandbox,
    services,
    servers: { wallets, support, audit, relay },
    routes,
    outcomes,
    portalUrl: gateway.portalUrl,
    gatewayUrl: gateway.url,
    hallUrl: hall.url,
    relayUrl: relay.url,
    webhookUrl,
    numipay,
    async close() {
      await hall.close();
      await closeRest();
    },
  };
}
