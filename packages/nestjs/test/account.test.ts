import { Injectable } from "@nestjs/common";
import { type EventQueue, type EventRegistry, memoryInbox } from "@numipay/core";
import {
  getNumipayWebhookToken,
  NumipayHealth,
  NumipayModule,
  type NumipayModuleOptions,
  OnNumipayEvent,
} from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, test } from "vitest";
import { createApp, platforms, quiet, serveApp } from "./serve-app.js";

@Injectable()
class Ledger {
  readonly heard: string[] = [];

  @OnNumipayEvent("*")
  hear(event: { tracking_id: string }): void {
    this.heard.push(event.tracking_id);
  }
}

const origin = {
  source: "webhook",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
} as const;

const queue: EventQueue = { add: async () => undefined };

describe.each(platforms)("an account with a queue on %s", (platform) => {
  test("stores what its route takes in, and tells its handlers what a worker applies, once", async () => {
    const stored: unknown[] = [];
    const { app, deliver } = await serveApp(platform, {
      imports: [
        NumipayModule.forRoot({
          ...quiet,
          inbox: memoryInbox(),
          queue: { add: async ({ content }) => void stored.push(JSON.parse(content)) },
        }),
      ],
      providers: [Ledger],
    });
    const transaction = exampleTransaction();
    expect(await deliver("/webhooks/numipay", transaction)).toBe(200);
    expect([stored, app.get(Ledger).heard]).toEqual([[transaction], []]);
    const webhook = app.get<EventRegistry>(getNumipayWebhookToken());
    for (const outcome of ["processed", "duplicate"]) {
      expect(await webhook.apply(transaction, origin)).toMatchObject({ outcome });
    }
    expect(app.get(Ledger).heard).toEqual([transaction.tracking_id]);
  });

  test("answers 503 where the queue did not store it", async () => {
    const lost = { add: () => Promise.reject(new Error("no store")) };
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, queue: lost })],
    });
    expect(await deliver("/webhooks/numipay", exampleTransaction())).toBe(503);
  });
});

describe("an account with a queue", () => {
  test("and no inbox refuses handlers at start, naming the method: they would never be called", async () => {
    const options = { imports: [NumipayModule.forRoot({ ...quiet, queue })], providers: [Ledger] };
    await expect(serveApp("Express", options)).rejects.toThrow(
      /^queue: at Ledger\.hear, .*Add it to the worker/,
    );
  });

  test("is down when its queue cannot be reached", async () => {
    const check = async (options: Partial<NumipayModuleOptions>): Promise<unknown> => {
      const imports = [NumipayModule.forRoot({ ...quiet, ...options })];
      const app = await createApp("Express", { imports });
      return app.get(NumipayHealth, { strict: false }).check();
    };
    const gone = { ...queue, ping: () => Promise.reject(new Error("no store")) };
    expect(await check({ queue: gone })).toMatchObject({
      numipay: { status: "down", accounts: { default: { queue: "unreachable" } } },
    });
    const there = { ...queue, ping: async () => undefined };
    expect(await check({ queue: there })).toMatchObject({
      numipay: { status: "up", accounts: { default: { queue: "reachable" } } },
    });
  });
});
