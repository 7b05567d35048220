// @ts-check
// The gateway and the ticket office on two loopback ports of this machine.
import type { Inbox } from "@numipay/core";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { once } from "node:events";
import { Numipay } from "@numipay/core";
import { numipayWebhook } from "@numipay/koa";
import { createSandbox } from "@numipay/sandbox";
import { createOffice } from "../src/create-office.js";

export type World = Awaited<ReturnType<typeof startWorld>>;

/** @param options the office's port; any free one where not given; an inbox in memory where not given */
export async function startWorld({
  port = 0,
  inbox,
  log = () => undefined,
}: { port?: number; inbox?: Inbox; log?: (line: string) => void } = {}) {
  const sandbox = await createSandbox();
  const gateway = await sandbox.listen();

  let failing: "request" | "answer" | "refuse" | number | undefined;
  const numipay = new Numipay({
    apiKey: sandbox.apiKey,
    baseUrl: gateway.url,
    /** A line to the gateway that fails once: before or after the request arrived, by a refusal, or by another status. */
    fetch: async (input, init) => {
      const lost = failing;
      failing = undefined;
      if (lost === "refuse") return Response.json({ message: "not today" }, { status: 403 });
      const answer = lost === "request" ? undefined : await fetch(input, init);
      if (lost === undefined && answer !== undefined) return answer;
      await answer?.body?.cancel();
      if (typeof lost === "number") {
        return Response.json({}, { status: lost, headers: { location: "/elsewhere" } });
      }
      throw new TypeError("fetch failed", { cause: new Error("the connection was cut") });
    },
  });
  // What becomes of each delivery the office's own logger tells.
  const webhook = numipayWebhook({
    signaturePassword: sandbox.signaturePassword,
    inbox,
    onOutcome: () => undefined,
  });
  const { app, bookings, ledger } = createOffice({ numipay, webhook, log });

  let server = await listen(app, port).catch(async (error) => {
    // Half a world would keep the process alive behind its error.
    await sandbox.close();
    throw error;
  });
  const address = server.address() as AddressInfo;
  const officeUrl = `http://127.0.0.1:${address.port}`;
  const webhookUrl = `${officeUrl}/webhooks/numipay`;
  sandbox.setWebhookUrl(webhookUrl);

  return {
    sandbox,
    bookings,
    ledger,
    gatewayUrl: gateway.url,
    officeUrl,
    webhookUrl,
    /** Of the next request to the gateway. */
    lose(what: "request" | "answer") {
      failing = what;
    },
    /** The gateway carries the next request out, and this status comes back. */
    replaceNextStatus(status: number) {
      failing = status;
    },
    /** The next request to the gateway is answered 403. */
    refuseNext() {
      failing = "refuse";
    },
    /** Really closed: nobody listens on the port. */
    closeOffice: () => close(server),
    async reopenOffice() {
      server = await listen(app, address.port);
    },
    async close() {
      await close(server);
      await sandbox.close();
    },
  };
}

async function listen(app: import("koa"), port: number) {
  const server = app.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function close(server: Server) {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  // Tickets that wait for their webhook would hold it open.
  server.closeAllConnections();
  await closed;
}
