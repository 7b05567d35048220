import { type DynamicModule, Logger, Module } from "@nestjs/common";
import { createWebhookWorker, type DeadLetter } from "@numipay/bullmq";
import type { EventRegistry } from "@numipay/core";
import { getNumipayWebhookToken } from "@numipay/nestjs";
import type { QueueSettings } from "../settings/desk-settings.js";

/** What a worker's module is made of. */
interface Work {
  /** The module of the account whose handlers do the work. */
  account: DynamicModule;
  name: string | undefined;
  queueName: string;
  queue: QueueSettings;
}

/** The worker of one queue: gives stored events to the account's handlers. */
@Module({})
export class WorkModule {
  static with({ account, name, queueName, queue: { url, prefix } }: Work): DynamicModule {
    const logger = new Logger(`Queue ${queueName}`);
    const useFactory = (webhook: EventRegistry<unknown>) => {
      const worker = createWebhookWorker({
        connection: { url },
        name: queueName,
        prefix,
        webhook,
        // The gateway had its 200 and will not ask again: a person must look.
        onDeadLetter: ({ id, reason }: DeadLetter) =>
          logger.error(`dead letter ${id}: ${reason}. It is kept, and can be replayed.`),
      });
      return {
        // Not before: handlers may need what other modules open in `onModuleInit`.
        onApplicationBootstrap: () => void worker.start(),
        beforeApplicationShutdown: () => worker.close(),
      };
    };
    const inject = [getNumipayWebhookToken(name)];
    return {
      module: WorkModule,
      imports: [account],
      providers: [{ provide: `hire-desk:worker:${queueName}`, inject, useFactory }],
    };
  }
}
