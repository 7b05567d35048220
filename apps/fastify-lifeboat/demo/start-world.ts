// The gateway, the donations service and the stall's till, each on its own loopback port.
import { Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { contract } from "../src/contract.js";
import { createApp } from "../src/create-app.js";
import { type Database, openDatabase } from "../src/ledger/open-database.js";
import { createNetwork } from "./create-network.js";
import { openTill } from "./open-till.js";

export interface WorldOptions {
  /** The service's port. Defaults to any free one. */
  port?: number;
  /** Defaults to a new database in memory. The caller closes its own. */
  database?: Database;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

export const officeToken = "sou'wester";
export const stallPassword = "the stall's own signature password";

export async function startWorld({ port = 0, database: shared }: WorldOptions = {}) {
  const sandbox = await createSandbox({ merchantName: "Skerry Lifeboat" });
  const gateway = await sandbox.listen();
  const till = await openTill();
  const network = createNetwork(sandbox.apiKey);
  const numipay = new Numipay({
    apiKey: sandbox.apiKey,
    baseUrl: gateway.url,
    contract,
    fetch: network.fetch,
  });
  const database = shared ?? (await openDatabase());
  const { app, webhook } = await createApp({
    numipay,
    database,
    signaturePassword: sandbox.signaturePassword,
    officeToken,
    stall: { signaturePassword: stallPassword, tillUrl: till.url },
    resolveOptions: { attempts: 2, delayMs: 1 },
    now: () => sandbox.now().getTime(),
  });
  const closeRest = async () => {
    if (shared === undefined) await database.close();
    await till.close();
    await sandbox.close();
  };
  const url = await app.listen({ host: "127.0.0.1", port }).catch(async (error: unknown) => {
    // Open servers would keep the process alive.
    await closeRest();
    throw error;
  });
  const webhookUrl = `${url}/webhooks/numipay`;
  sandbox.setWebhookUrl(webhookUrl);

  return {
    sandbox,
    webhook,
    network,
    till,
    url,
    portalUrl: gateway.portalUrl,
    gatewayUrl: gateway.url,
    webhookUrl,
    async close() {
      await app.close();
      await closeRest();
    },
  };
}
