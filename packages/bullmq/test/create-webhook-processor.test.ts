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
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createTape, describeWithRedis, openFixture } from "./stage.js";

const signaturePassword = "a-signature-password-of-30-chars";
const name = "numipay-webhooks";

describeWithRedis("a processor of @nestjs/bullmq", () => {
  test("gives the queue's events to the marked handlers, once each, and tries again", async () => {
    const { place, deliver, bull } = await openFixture();
    // It waits in the queue when the app starts.
    const early = exampleTransaction();
    await deliver(early);
    const credited = createTape<string>();
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

    // Not autorun: handlers may need what other modules open in `onModuleInit`.
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
        for (let trip = 0; trip < 100; trip += 1) await bull.getWaitingCount();
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
      const answer = await fetch(url, signDelivery(event, { signaturePassword }));
      expect(answer.status).toBe(200);
    }
    expect((await credited.reach(3)).toSorted()).toEqual(
      [early, ...events].map(({ tracking_id }) => tracking_id).toSorted(),
    );
    // Each delivery is answered at the door, each event applied behind it.
    await vi.waitFor(() => {
      expect(outcomes.toSorted()).toEqual([
        "handler-failed",
        ...Array(3).fill("processed"),
        ...Array(4).fill("queued"),
      ]);
    });
  });
});

describe("a processor", () => {
  test("given a webhook that only fills the queue fails, so that the event is kept", async () => {
    const front = numipayWebhook({
      signaturePassword,
      queue: { add: () => Promise.resolve() },
      onOutcome: () => undefined,
    });
    const process = createWebhookProcessor(front);
    const job = { data: { event: exampleTransaction() } };
    await expect(process(job as never)).rejects.toThrow("inbox-unavailable: inbox: is missing");
  });

  test("takes an event whose contract lets fields be missing", async () => {
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

  test("does not try again what holds no event", async () => {
    const process = createWebhookProcessor({
      apply: () => Promise.reject(new Error("nothing is to be applied")),
    });
    for (const data of [null, {}, { event: { status: "successful" } }]) {
      await expect(process({ data } as never)).rejects.toThrow(UnrecoverableError);
    }
  });
});
