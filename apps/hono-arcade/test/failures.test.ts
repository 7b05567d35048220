// @ts-check
import { describe, expect, onTestFinished, test } from "vitest";
import { Hono } from "hono";
import { buyCoins, deliver } from "../demo/player.js";
import { lastDelivery } from "../demo/scenes.js";
import { serveApp } from "../demo/serve-app.js";
import { createRelay } from "../src/create-relay.js";
import { relaySecret } from "../demo/start-world.js";
import { describeEachInbox, openUntilEnd } from "./describe-each-inbox.js";
import { openWorld, tell } from "./world.js";

describeEachInbox((newInbox, newPlace) => {
  describe("a service that fails", () => {
    test.each([
      ["answers 503", () => new Response(null, { status: 503 })],
      ["answers 404", () => new Response(null, { status: 404 })],
      ["answers 304", () => new Response(null, { status: 304 })],
      ["never answers", () => new Promise(() => undefined)],
    ])("because it %s is told again by the gateway's next try", async (_name, failure) => {
      const world = await openWorld({ timeoutMs: 300, inbox: await newInbox() });
      world.services.wallets.failNext(failure);
      await buyCoins(world, "pay");
      expect(lastDelivery(world)).toMatchObject({ attempt: 1, responseStatus: 500 });
      expect(world.services.wallets.done.size).toBe(0);

      await world.sandbox.advance("5m");
      expect(lastDelivery(world)).toMatchObject({ attempt: 2, responseStatus: 200 });
      expect(world.services.wallets.types()).toEqual(["deposit.successful"]);
      // The audit took it the first time, was told again, and knew it by its key.
      expect(world.services.audit.requests()).toBe(3);
      expect(world.services.audit.types()).toEqual(["deposit.pending", "deposit.successful"]);
    });

    test("because it is down for three tries is told at the fourth", async () => {
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

    test("because it did the work and its answer was lost does it once", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      const { wallets } = world.services;
      // Takes the event in by its own front door, and then answers as if it had not.
      wallets.failNext(async (request) => {
        await wallets.app.fetch(new Request(request));
        return new Response(null, { status: 500 });
      });
      await buyCoins(world, "pay");
      expect(wallets.done.size).toBe(1);
      await world.sandbox.advance("5m");
      expect(lastDelivery(world)).toMatchObject({ attempt: 2, responseStatus: 200 });
      expect(wallets.requests()).toBe(3);
      expect(wallets.done.size).toBe(1);
    });

    test("stands in the report with its address, its status, and no secret", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      world.services.wallets.failNext(() => new Response(null, { status: 503 }));
      await tell(world);
      const { error } = world.outcomes.at(-1) ?? {};
      const text = String((error as AggregateError).errors);
      expect(text).toContain(
        `${world.servers.wallets.url}/events answered deposit.successful with 503`,
      );
      expect(text).not.toContain(relaySecret);
    });
  });

  test("a redirect is a failure, and is not followed", async () => {
    const world = await openWorld({ inbox: await newInbox() });
    let reached = 0;
    const elsewhere = await serveApp(
      new Hono().all("*", (c) => {
        reached += 1;
        return c.body(null, 204);
      }),
    );
    onTestFinished(() => elsewhere.close());
    world.services.wallets.failNext(() => Response.redirect(`${elsewhere.url}/events`, 307));
    expect(await tell(world)).toEqual({ status: 500, outcome: "handler-failed" });
    expect(reached).toBe(0);
  });

  test("the gateway gets its 2xx only after the last service has given one", async () => {
    const world = await openWorld({ inbox: await newInbox() });
    let release: () => void = () => undefined;
    const asked = new Promise((tellAsked) => {
      world.services.audit.failNext(async () => {
        tellAsked(undefined);
        await new Promise((go) => {
          release = () => go(undefined);
        });
        return new Response(null, { status: 204 });
      });
    });
    let isAnswered = false;
    const answer = tell(world).finally(() => {
      isAnswered = true;
    });
    await asked;
    expect(world.services.wallets.done.size).toBe(1);
    expect(isAnswered).toBe(false);
    release();
    expect(await answer).toEqual({ status: 200, outcome: "processed" });
  });

  describe("the same webhook", () => {
    test("15 times after it was taken goes nowhere", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      await buyCoins(world, "pay");
      const before = world.services.audit.requests();
      const last = lastDelivery(world);
      const answers = await Promise.all(Array.from({ length: 15 }, () => deliver(world, last)));
      for (const answer of answers) expect(answer).toEqual({ status: 200, outcome: "duplicate" });
      expect(world.services.audit.requests()).toBe(before);
    });

    test("15 times at once is forwarded once", async () => {
      const world = await openWorld({ inbox: await newInbox() });
      const answers = await Promise.all(Array.from({ length: 15 }, () => tell(world)));
      expect(answers.filter(({ outcome }) => outcome === "processed")).toHaveLength(1);
      expect(world.services.wallets.requests()).toBe(1);
    });

    test("after a restart of the relay is known, or forwarded again by an inbox in memory and done once by its key", async () => {
      const place = await newPlace();
      const world = await openWorld({ inbox: await openUntilEnd(place) });
      await tell(world);
      const fresh = await serveApp(
        createRelay({
          routes: world.routes,
          relaySecret,
          timeoutMs: 2500,
          signaturePassword: world.sandbox.signaturePassword,
          inbox: await openUntilEnd(place),
        }),
      );
      onTestFinished(() => fresh.close());
      const answer = await tell({ ...world, webhookUrl: `${fresh.url}/webhooks/numipay` });
      const forgets = place.engine === "memory";
      expect(answer).toEqual({ status: 200, outcome: forgets ? "processed" : "duplicate" });
      expect(world.services.wallets.requests()).toBe(forgets ? 2 : 1);
      expect(world.services.wallets.done.size).toBe(1);
    });

    test("at once at two relays that share an inbox is forwarded once", async () => {
      const place = await newPlace();
      // An inbox in memory is shared within its process only.
      const inbox = await openUntilEnd(place);
      const world = await openWorld({ inbox });
      const other = await serveApp(
        createRelay({
          routes: world.routes,
          relaySecret,
          timeoutMs: 2500,
          signaturePassword: world.sandbox.signaturePassword,
          inbox: place.engine === "memory" ? inbox : await openUntilEnd(place),
        }),
      );
      onTestFinished(() => other.close());
      const worlds = [world, { ...world, webhookUrl: `${other.url}/webhooks/numipay` }];
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, number) => tell(worlds[number % 2] ?? world)),
      );
      expect(answers.filter(({ outcome }) => outcome === "processed")).toHaveLength(1);
      expect(world.services.wallets.requests()).toBe(1);
    });
  });

  test("a webhook while the relay is down is taken at the next try", async () => {
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

  test("a forged webhook is refused, and no service hears of it", async () => {
    const world = await openWorld({ inbox: await newInbox() });
    expect(await tell(world, {}, "made up by somebody else")).toEqual({
      status: 401,
      outcome: "bad-signature",
    });
    expect(world.services.audit.requests()).toBe(0);
  });
});
