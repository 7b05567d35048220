import { type DynamicModule, Logger, Module } from "@nestjs/common";
import { createWebhookQueue } from "@numipay/bullmq";
import type { QueueSettings } from "../settings/desk-settings.js";

/** Returns the injection token of a queue, which lists and replays dead letters. */
export function getQueueToken(name: string): string {
  return `hire-desk:queue:${name}`;
}

/** Opens a queue of verified webhooks, and closes it with the app. */
@Module({})
export class QueueModule {
  static with(name: string, { url, prefix }: QueueSettings): DynamicModule {
    const token = getQueueToken(name);
    const logger = new Logger(`Queue ${name}`);
    const useFactory = () => {
      const queue = createWebhookQueue({
        connection: { url },
        name,
        prefix,
        onRisk: (risk) => logger.warn(risk),
      });
      // Nest calls this after the server has stopped.
      return { ...queue, onApplicationShutdown: () => queue.close() };
    };
    return { module: QueueModule, providers: [{ provide: token, useFactory }], exports: [token] };
  }
}
