import { type DynamicModule, Logger, Module } from "@nestjs/common";
import { createWebhookWorker, type DeadLetter } from "@numipay/bullmq";
import type { EventRegistry } from "@numipay/core";
import { getNumipayWebhookToken } from "@numipay/nestjs";
import type { QueueSettings } from "../settings/desk-settings.js";

interface WorkerOptions {
  /** The module of the account whose handlers process the events. */
  account: DynamicModule;
  name: string | undefined;
  queueName: string;
  queue: QueueSettings;
}

/** Runs a queue's worker, which passes stored events to the account's handlers. */
@Module({})
export class WorkerModule {
  static with({ account, name, queueName, queue: { url, prefix } }: WorkerOptions): DynamicModule {
    const logger = new Logger(`Queue ${queueName}`);
    const useFactory = (webhook: EventRegistry<unknown>) => {
      const worker = createWebhookWorker({
        connection: { url },
        name: queueName,
        prefix,
        webhook,
        // The gateway got a 200 and will not retry, so this needs manual action.
        onDeadLetter: ({ id, reason }: DeadLetter) =>
          logger.error(`Dead letter ${id}: ${reason}. Fix the cause and replay it.`),
      });
      return {
        // Handlers may need resources that other modules open in `onModuleInit`.
        onApplicationBootstrap: () => void worker.start(),
        beforeApplicationShutdown: () => worker.close(),
      };
    };
    const inject = [getNumipayWebhookToken(name)];
    return {
      module: WorkerModule,
      imports: [account],
      providers: [{ provide: `hire-desk:worker:${queueName}`, inject, useFactory }],
    };
  }
}
