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
import { type EventRegistry, memoryInbox } from "@numipay/core";
import { createWebhookProcessor, createWebhookQueue, type WebhookJobData } from "@numipay/bullmq";
import { getNumipayWebhookToken, NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { type Job, type Queue, UnrecoverableError } from "bullmq";
import { describe, expect, onTestFinished, test } from "vitest";
import { createTape, describeWithRedis, openStage } from "./stage.js";

const signaturePassword = "a-signature-password-of-30-chars";
const name = "numipay-webhooks";

describeWithRedis("a processor of @nestjs/bullmq", () => {
  test("gives the queue's events to the marked handlers, once each, and tries again", async () => {
    const { place, deliver, bull } = await openStage();
    // It waits in the queue when the app starts.
    const early = exampleTransaction();
    await deliver(early);
    const credited = createTape<string>();
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

    // Not autorun: an event that is worked on before Nest has found the handlers counts as applied, by none.
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
        // The door: verifies and stores.
        NumipayModule.forRootAsync({
          name: "door",
          path: "/webhooks/numipay",
          imports: [BullModule.registerQueue({ name })],
          inject: [getQueueToken(name)],
          useFactory: (queue: Queue) => ({
            signaturePassword,
            inbox: createWebhookQueue({ queue, backoffMs: 1, onRisk: () => undefined }).inbox,
          }),
        }),
        // The work: handlers, an inbox, and no route.
        NumipayModule.forRoot({
          path: false,
          signaturePassword,
          inbox: memoryInbox(),
          onOutcome: () => undefined,
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
  });
});

describe("a processor", () => {
  test("does not try again what holds no event", async () => {
    const process = createWebhookProcessor({
      apply: () => Promise.reject(new Error("nothing is to be applied")),
    });
    for (const data of [null, {}, { event: { status: "successful" } }]) {
      await expect(process({ data } as never)).rejects.toThrow(UnrecoverableError);
    }
  });
});
