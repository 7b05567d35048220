import "reflect-metadata";
import { getQueueToken, BullModule, Processor, WorkerHost } from "@nestjs/bullmq";
import {
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { type EventRegistry, memoryInbox, numipayWebhook } from "@numipay/core";
import { createWebhookProcessor, createWebhookQueue, type WebhookJobData } from "@numipay/bullmq";
import { getNumipayWebhookToken, NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { type Job, type Queue, UnrecoverableError } from "bullmq";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createRecorder, describeWithRedis, openFixture } from "./fixture.js";

const signaturePassword = "a-signature-password-of-30-chars";
const name = "numipay-webhooks";

describeWithRedis("a processor with @nestjs/bullmq", () => {
  it("calls decorated handlers once per event and retries", async () => {
    const { place, deliver, bull } = await openFixture();
    // Already in the queue when the app starts.
    const early = exampleTransaction();
    await deliver(early);
    const credited = createRecorder<string>();
    const outcomes: string[] = [];
    let isBroken = true;

    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.successful")
      credit({ tracking_id }: { tracking_id: string }): void {
        if (isBroken) {
          isBroken = false;
          throw new Error("the ledger is locked");
        }
        credited.add(tracking_id);
      }
    }

    // Start in onApplicationBootstrap: handlers may need what other modules open in onModuleInit.
    @Processor(name, { autorun: false })
    class WebhookWork extends WorkerHost implements OnApplicationBootstrap {
      readonly process: (job: Job<WebhookJobData>) => Promise<unknown>;
      constructor(@Inject(getNumipayWebhookToken()) webhook: EventRegistry<unknown>) {
        super();
        this.process = createWebhookProcessor(webhook);
      }
      onApplicationBootstrap(): void {
        void this.worker.run();
      }
    }

    @Module({})
    class SlowModule implements OnModuleInit {
      async onModuleInit(): Promise<void> {
        for (let call = 0; call < 100; call += 1) await bull.getWaitingCount();
      }
    }

    @Module({
      imports: [
        SlowModule,
        BullModule.forRoot(place),
        BullModule.registerQueue({ name }),
        NumipayModule.forRootAsync({
          imports: [BullModule.registerQueue({ name })],
          inject: [getQueueToken(name)],
          useFactory: (queue: Queue) => ({
            signaturePassword,
            queue: createWebhookQueue({ queue, backoffMs: 1, onRisk: () => undefined }),
            inbox: memoryInbox(),
            onOutcome: ({ outcome }) => outcomes.push(outcome),
          }),
        }),
      ],
      providers: [Wallet, WebhookWork],
    })
    class AppModule {}

    const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    onTestFinished(() => app.close());
    await app.listen(0, "127.0.0.1");
    const url = `${await app.getUrl()}/webhooks/numipay`;
    const events = [exampleTransaction(), exampleTransaction()];
    for (const event of [...events, ...events]) {
      const response = await fetch(url, signDelivery(event, { signaturePassword }));
      expect(response.status).toBe(200);
    }
    expect((await credited.reach(3)).toSorted()).toEqual(
      [early, ...events].map(({ tracking_id }) => tracking_id).toSorted(),
    );
    // The webhook queues each delivery, and the worker applies each event.
    await vi.waitFor(
      () => {
        expect(outcomes.toSorted()).toEqual([
          "handler-failed",
          ...Array(3).fill("processed"),
          ...Array(4).fill("queued"),
        ]);
      },
      { timeout: 20_000 },
    );
  });
});

describe("a processor", () => {
  it("fails on a webhook without an inbox", async () => {
    const webhook = numipayWebhook({
      signaturePassword,
      queue: { add: () => Promise.resolve() },
      onOutcome: () => undefined,
    });
    const process = createWebhookProcessor(webhook);
    const job = { data: { event: exampleTransaction() } };
    await expect(process(job as never)).rejects.toThrow("inbox-unavailable: inbox is missing");
  });

  it("accepts an event with missing fields", async () => {
    const applied: unknown[] = [];
    const process = createWebhookProcessor({
      apply: async (event) => {
        applied.push(event);
        return { outcome: "processed" } as never;
      },
    });
    const { tracking_id: _, ...event } = exampleTransaction({ user_id: null as never });
    await process({ data: { event } } as never);
    expect(applied).toEqual([event]);
  });

  it("does not retry a job without an event", async () => {
    const process = createWebhookProcessor({
      apply: () => Promise.reject(new Error("apply was called")),
    });
    for (const data of [null, {}, { event: { status: "successful" } }]) {
      await expect(process({ data } as never)).rejects.toThrow(UnrecoverableError);
    }
  });
});
