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
import { describe, expect, it } from "vitest";
import { createApp, platforms, quiet, serveApp } from "./serve-app.js";

@Injectable()
class Ledger {
  readonly credited: string[] = [];

  @OnNumipayEvent("*")
  credit(event: { tracking_id: string }): void {
    this.credited.push(event.tracking_id);
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
  it("queues deliveries and calls handlers for the worker", async () => {
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
    expect([stored, app.get(Ledger).credited]).toEqual([[transaction], []]);
    const webhook = app.get<EventRegistry>(getNumipayWebhookToken());
    for (const outcome of ["processed", "duplicate"]) {
      expect(await webhook.apply(transaction, origin)).toMatchObject({ outcome });
    }
    expect(app.get(Ledger).credited).toEqual([transaction.tracking_id]);
  });

  it("responds 503 if the queue rejects", async () => {
    const broken = { add: () => Promise.reject(new Error("The store is unreachable.")) };
    const { deliver } = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, queue: broken })],
    });
    expect(await deliver("/webhooks/numipay", exampleTransaction())).toBe(503);
  });
});

describe("an account with a queue", () => {
  it("rejects handlers if it has no inbox", async () => {
    const options = { imports: [NumipayModule.forRoot({ ...quiet, queue })], providers: [Ledger] };
    await expect(serveApp("Express", options)).rejects.toThrow(
      /^queue at Ledger\.credit: .*Add the handler to the worker/,
    );
  });

  it("is down while its queue is unreachable", async () => {
    const check = async (options: Partial<NumipayModuleOptions>): Promise<unknown> => {
      const imports = [NumipayModule.forRoot({ ...quiet, ...options })];
      const app = await createApp("Express", { imports });
      return app.get(NumipayHealth, { strict: false }).check();
    };
    const broken = { ...queue, ping: () => Promise.reject(new Error("The store is unreachable.")) };
    expect(await check({ queue: broken })).toMatchObject({
      numipay: {
        status: "down",
        accounts: { default: { queue: "down", reason: "The store is unreachable." } },
      },
    });
    const reachable = { ...queue, ping: async () => undefined };
    expect(await check({ queue: reachable })).toMatchObject({
      numipay: { status: "up", accounts: { default: { queue: "up" } } },
    });
  });
});
