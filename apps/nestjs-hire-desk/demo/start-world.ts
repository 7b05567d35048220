// Two gateways and the desk, each on its own loopback port.
import type { LoggerService } from "@nestjs/common";
import type { WebhookQueue } from "@numipay/bullmq";
import { createFaultyFetch } from "sample-tests/demo";
import { createSandbox, type Sandbox } from "@numipay/sandbox";
import type { TypeormInbox } from "@numipay/sql/typeorm";
import { DataSource } from "typeorm";
import { createDesk } from "../src/create-desk.js";
import { inboxToken } from "../src/database/database-module.js";
import type { DatabaseSettings } from "../src/database/database-settings.js";
import { getQueueToken } from "../src/queue/queue-module.js";
import { DeskSettings, type QueueSettings } from "../src/settings/desk-settings.js";
import { DeskStore } from "../src/store/desk-store.js";
import { Ledger } from "../src/store/ledger.js";
import { createHttpClient } from "./http-client.js";

export type AccountName = "deposits" | "refunds";

export interface WorldOptions {
  /** The desk's port. Defaults to any free one. */
  port?: number;
  logger?: LoggerService;
  /** Defaults to PGlite in memory. */
  database?: DatabaseSettings | undefined;
  queue?: QueueSettings;
}

export type World = Awaited<ReturnType<typeof startWorld>>;

const deskName = "Gantry Tool Hire";
const officePassword = "spirit-level";
export const devSignaturePassword = "the signature password of the DEV key";

export async function startWorld({ port = 0, logger, database, queue }: WorldOptions = {}) {
  const [deposits, refunds] = await Promise.all([
    createSandbox({ seed: "deposits", merchantName: deskName }),
    createSandbox({ seed: "refunds", merchantName: deskName }),
  ]);
  const gateways = { deposits: await deposits.listen(), refunds: await refunds.listen() };
  const networks = { deposits: createFaultyFetch(), refunds: createFaultyFetch() };
  const closeGateways = () => Promise.all([deposits.close(), refunds.close()]);

  const accountSettings = (name: AccountName, { apiKey, signaturePassword }: Sandbox) => ({
    apiKey,
    signaturePassword,
    baseUrl: gateways[name].url,
    fetch: networks[name].fetch,
  });
  const settings = new DeskSettings({
    deposits: accountSettings("deposits", deposits),
    refunds: accountSettings("refunds", refunds),
    officePassword,
    database,
    queue,
    devSignaturePassword,
  });
  const app = await createDesk(settings, logger === undefined ? {} : { logger });
  await app.listen(port, "127.0.0.1").catch(async (error: unknown) => {
    // Open servers would keep the process alive.
    await closeGateways();
    throw error;
  });
  const deskUrl = await app.getUrl();
  const webhooks = {
    deposits: `${deskUrl}/webhooks/deposits`,
    refunds: `${deskUrl}/webhooks/refunds`,
  };
  deposits.setWebhookUrl(webhooks.deposits);
  refunds.setWebhookUrl(webhooks.refunds);

  return {
    deposits,
    refunds,
    portals: { deposits: gateways.deposits.portalUrl, refunds: gateways.refunds.portalUrl },
    deskUrl,
    webhooks,
    officePassword,
    store: app.get(DeskStore),
    ledger: app.get(Ledger),
    db: app.get(DataSource).manager,
    inbox: app.get<TypeormInbox>(inboxToken),
    customer: createHttpClient(deskUrl),
    operator: createHttpClient(deskUrl, { authorization: `Basic ${btoa(`op:${officePassword}`)}` }),
    /** Waits until both gateways have sent all due webhooks. */
    flush: async () => {
      await deposits.flush();
      await refunds.flush();
    },
    /** Returns an account's queue. Throws when the desk has none. */
    queueOf: (name: AccountName) => app.get<WebhookQueue>(getQueueToken(name), { strict: false }),
    /** Drops the next response of an account's gateway, which processes the request. */
    dropNextResponse: (name: AccountName) => networks[name].failNext("response"),
    /** Replaces the status of the next response of an account's gateway, which processes the request. */
    replaceNextStatus: (name: AccountName, status: number) => networks[name].failNext(status),
    async close() {
      await app.close();
      await closeGateways();
    },
  };
}
