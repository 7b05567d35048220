import { type DynamicModule, Logger, Module } from "@nestjs/common";
import { createWebhookQueue } from "@numipay/bullmq";
import type { QueueSettings } from "../settings/desk-settings.js";

/** The injection token of a queue: what dead letters are listed and replayed by. */
export function getQueueToken(name: string): string {
  return `hire-desk:queue:${name}`;
}

/** A queue of verified webhooks, open as long as the desk. */
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
      // Nest calls it when no request can come any more.
      return { ...queue, onApplicationShutdown: () => queue.close() };
    };
    return { module: QueueModule, providers: [{ provide: token, useFactory }], exports: [token] };
  }
}
