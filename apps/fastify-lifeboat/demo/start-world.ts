// @ts-check
// The gateway, the donations service and the stall's till on three loopback ports of this machine.
import type { Database } from "../dist/books/open-database.js";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { createServer } from "node:http";
import { Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { openDatabase } from "../dist/books/open-database.js";
import { contract } from "../dist/contract.js";
import { createApp } from "../dist/create-app.js";
import { createLine } from "./create-line.js";

export type World = Awaited<ReturnType<typeof startWorld>>;

export const officeToken = "sou'wester";
export const stallPassword = "the stall's own signature password";

export async function startWorld({
  port = 0,
  database: shared,
}: { port?: number; database?: Database } = {}) {
  const sandbox = await createSandbox();
  const gateway = await sandbox.listen();
  const till = await openTill();
  const line = createLine(sandbox.apiKey);
  const numipay = new Numipay({
    apiKey: sandbox.apiKey,
    baseUrl: gateway.url,
    contract,
    fetch: (input, init) => line.fetch(input, init),
  });
  const database = shared ?? (await openDatabase());
  const { app, webhook } = await createApp({
    numipay,
    database,
    signaturePassword: sandbox.signaturePassword,
    officeToken,
    stall: { signaturePassword: stallPassword, tillUrl: till.url },
    settle: { attempts: 2, delayMs: 1 },
    now: () => sandbox.now().getTime(),
  });
  const closeRest = async () => {
    if (shared === undefined) await database.close();
    await till.close();
    await sandbox.close();
  };
  const url = await app.listen({ host: "127.0.0.1", port }).catch(async (error) => {
    // Half a world would keep the process alive behind its error.
    await closeRest();
    throw error;
  });
  const webhookUrl = `${url}/webhooks/numipay`;
  sandbox.setWebhookUrl(webhookUrl);

  return {
    sandbox,
    database,
    webhook,
    numipay,
    line,
    till,
    url,
    gatewayUrl: gateway.url,
    webhookUrl,
    async close() {
      await app.close();
      await closeRest();
    },
  };
}

/** The stall's till: remembers the keys that it was given, and can be out of order. */
async function openTill() {
  const keys: string[] = [];
  const state = { isBroken: false };
  const server = createServer((request, response) => {
    const key = String(request.headers["idempotency-key"]);
    if (!state.isBroken && !keys.includes(key)) keys.push(key);
    request.resume().once("end", () => response.writeHead(state.isBroken ? 500 : 204).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    keys,
    setBroken(isBroken: boolean) {
      state.isBroken = isBroken;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
