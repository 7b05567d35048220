import type { Inbox } from "@numipay/core";
import { Hono } from "hono";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FailureHandler } from "../demo/create-service.js";
import { buyCoins, deliver } from "../demo/player.js";
import { lastDelivery } from "../demo/scenarios.js";
import { serveApp } from "../demo/serve-app.js";
import { relaySecret, type World } from "../demo/start-world.js";
import { createRelay } from "../src/create-relay.js";
import type { InboxSettings } from "../src/node/open-inbox.js";
import { describeEachInbox, openForTest } from "./describe-each-inbox.js";
import { openWorld, sendWebhook } from "./world.js";

const failures: [string, FailureHandler][] = [
  ["a 503", () => new Response(null, { status: 503 })],
  ["a 404", () => new Response(null, { status: 404 })],
  ["a 304", () => new Response(null, { status: 304 })],
  ["a timeout", () => new Promise<Response>(() => undefined)],
];

describeEachInbox(({ newInbox, newSettings }) => {
  describe("when a service fails", () => {
    it.each(failures)("retries after %s", async (_name, failure) => {
      const world = await openWorld({ timeoutMs: 300, inbox: await newInbox() });
      world.services.wallets.failNext(failure);
      await buyCoins(world, "pay");
      expect(lastDelivery(world)).toMatchObject({ attempt: 1, responseStatus: 500 });
      expect(world.services.wallets.processed.size).toBe(0);

      await world.sandbox.advance("5m");
      expect(lastDelivery(world)).toMatchObject({ attempt: 2, responseStatus: 200 });
      expect(world.services.wallets.types()).toEqual(["deposit.successful"]);
      // The audit service received the retry too, and skipped it by its key.
      expect(world.services.audit.requestCount()).toBe(3);
      expect(world.services.audit.types()).toEqual(["deposit.pending", "deposit.successful"]);
    });

    it("delivers once a stopped service is back", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      await world.servers.wallets.close();
      await buyCoins(world, "pay");
      await world.sandbox.advance("10m");
      expect(lastDelivery(world)).toMatchObject({ attempt: 3, responseStatus: 500 });
      await world.servers.wallets.reopen();
      await world.sandbox.runUntilIdle();
      expect(lastDelivery(world)).toMatchObject({ attempt: 4, responseStatus: 200 });
      expect(world.services.wallets.types()).toEqual(["deposit.successful"]);
    });

    it("processes an event once after a lost response", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      const { wallets } = world.services;
      // Process the event, then respond as if that had failed.
      wallets.failNext(async (request) => {
        await wallets.app.fetch(new Request(request));
        return new Response(null, { status: 500 });
      });
      await buyCoins(world, "pay");
      expect(wallets.processed.size).toBe(1);
      await world.sandbox.advance("5m");
      expect(lastDelivery(world)).toMatchObject({ attempt: 2, responseStatus: 200 });
      expect(wallets.requestCount()).toBe(3);
      expect(wallets.processed.size).toBe(1);
    });

    it("reports the URL and status, but no secret", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      world.services.wallets.failNext(() => new Response(null, { status: 503 }));
      await sendWebhook(world);
      const { error } = world.outcomes.at(-1) ?? {};
      const text = String((error as AggregateError).errors);
      expect(text).toContain(
        `Failed to forward deposit.successful to ${world.servers.wallets.url}/events: the service returned 503`,
      );
      expect(text).not.toContain(relaySecret);
    });

    it("does not follow a redirect", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      let requestCount = 0;
      const otherServer = await serveApp(
        new Hono().all("*", (c) => {
          requestCount += 1;
          return c.body(null, 204);
        }),
      );
      onTestFinished(() => otherServer.close());
      world.services.wallets.failNext(() => Response.redirect(`${otherServer.url}/events`, 307));
      expect(await sendWebhook(world)).toEqual({ status: 500, outcome: "handler-failed" });
      expect(requestCount).toBe(0);
    });
  });

  it("acknowledges only after every service has responded", async () => {
    const world = await openWorld({ inbox: await newInbox() });
    const [auditCalled, signalAuditCalled] = createLatch();
    const [auditReleased, releaseAudit] = createLatch();
    world.services.audit.failNext(async () => {
      signalAuditCalled();
      await auditReleased;
      return new Response(null, { status: 204 });
    });
    let isAcknowledged = false;
    const response = sendWebhook(world).finally(() => {
      isAcknowledged = true;
    });
    await auditCalled;
    expect(world.services.wallets.processed.size).toBe(1);
    expect(isAcknowledged).toBe(false);
    releaseAudit();
    expect(await response).toEqual({ status: 200, outcome: "processed" });
  });

  describe("duplicate deliveries", () => {
    it("are not forwarded after the first", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      await buyCoins(world, "pay");
      const before = world.services.audit.requestCount();
      const last = lastDelivery(world);
      const responses = await Promise.all(Array.from({ length: 15 }, () => deliver(world, last)));
      for (const response of responses) {
        expect(response).toEqual({ status: 200, outcome: "duplicate" });
      }
      expect(world.services.audit.requestCount()).toBe(before);
    });

    it("are forwarded once when sent concurrently", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      const responses = await Promise.all(Array.from({ length: 15 }, () => sendWebhook(world)));
      expect(responses.filter(({ outcome }) => outcome === "processed")).toHaveLength(1);
      expect(world.services.wallets.requestCount()).toBe(1);
    });

    it("are recognized after a restart, unless in memory", async () => {
      const settings = await newSettings();
      const world = await openWorld({ inbox: await openForTest(settings) });
      await sendWebhook(world);
      const restarted = await startRelay(world, settings);
      const response = await sendWebhook(restarted);
      const isInMemory = settings.engine === "memory";
      expect(response).toEqual({ status: 200, outcome: isInMemory ? "processed" : "duplicate" });
      expect(world.services.wallets.requestCount()).toBe(isInMemory ? 2 : 1);
      // With an inbox in memory, the service recognizes the key.
      expect(world.services.wallets.processed.size).toBe(1);
    });
  });

  it("forwards once from two relays that share an inbox", async () => {
    const settings = await newSettings();
    const inbox = await openForTest(settings);
    const world = await openWorld({ inbox });
    // Opening the settings again would create a second inbox in memory.
    const shared = settings.engine === "memory" ? inbox : undefined;
    const second = await startRelay(world, settings, shared);
    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) => sendWebhook(index % 2 === 0 ? world : second)),
    );
    expect(responses.filter(({ outcome }) => outcome === "processed")).toHaveLength(1);
    expect(world.services.wallets.requestCount()).toBe(1);
  });

  it("receives a retried webhook after being down", async () => {
    const world = await openWorld({ inbox: await newInbox() });
    await world.servers.relay.close();
    await buyCoins(world, "pay");
    expect(lastDelivery(world)).toMatchObject({ responseStatus: null });
    await world.servers.relay.reopen();
    await world.sandbox.advance("5m");
    expect(lastDelivery(world)).toMatchObject({ attempt: 2, responseStatus: 200 });
    expect(world.services.audit.types()).toContain("deposit.successful");
    expect(world.services.wallets.types()).toEqual(["deposit.successful"]);
  });

  it("rejects a forged webhook without forwarding it", async () => {
    const world = await openWorld({ inbox: await newInbox() });
    expect(await sendWebhook(world, {}, "not the gateway's password")).toEqual({
      status: 401,
      outcome: "bad-signature",
    });
    expect(world.services.audit.requestCount()).toBe(0);
  });
});

/** Starts a second relay in front of the same services. Opens the inbox from `settings` unless one is given. */
async function startRelay(
  { routes, sandbox }: World,
  settings: InboxSettings,
  inbox?: Inbox<unknown>,
) {
  const server = await serveApp(
    createRelay({
      routes,
      relaySecret,
      timeoutMs: 2500,
      signaturePassword: sandbox.signaturePassword,
      inbox: inbox ?? (await openForTest(settings)),
    }),
  );
  onTestFinished(() => server.close());
  return { sandbox, webhookUrl: `${server.url}/webhooks/numipay` };
}

function createLatch(): [Promise<void>, () => void] {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [opened, () => open()];
}
