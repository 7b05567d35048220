import type { DynamicModule } from "@nestjs/common";
import type { WebhookQueue } from "@numipay/bullmq";
import { NumipayModule } from "@numipay/nestjs";
import { type TypeormInbox, typeormJournal } from "@numipay/sql/typeorm";
import { DataSource } from "typeorm";
import { inboxToken } from "../database/database-module.js";
import {
  type AccountSettings,
  DeskSettings,
  type QueueSettings,
} from "../settings/desk-settings.js";
import { getQueueToken, QueueModule } from "./queue-module.js";
import { WorkerModule } from "./worker-module.js";

interface AccountOptions {
  /** Omit it for the default account. */
  name?: string;
  /** The path of its webhooks. */
  path: string;
  queueName: string;
  /** Whether calls can be queued in a transaction. A worker then sends them. */
  hasOutbox?: boolean;
  select: (settings: DeskSettings) => AccountSettings;
}

/**
 * Creates the modules of an account. With a queue, the route stores verified webhooks and a worker passes them to the
 * account's handlers. The inbox is the same with and without a queue, so switching does not apply a webhook twice.
 */
export function accountModules(
  { name, path, queueName, hasOutbox = false, select }: AccountOptions,
  queue: QueueSettings | undefined,
): DynamicModule[] {
  const stored = queue === undefined ? [] : [QueueModule.with(queueName, queue)];
  const account = NumipayModule.forRootAsync({
    ...(name === undefined ? {} : { name }),
    path,
    imports: stored,
    inject: [
      DeskSettings,
      inboxToken,
      DataSource,
      ...(queue === undefined ? [] : [getQueueToken(queueName)]),
    ],
    useFactory: (
      settings: DeskSettings,
      inbox: TypeormInbox,
      dataSource: DataSource,
      webhookQueue?: WebhookQueue,
    ) => ({
      ...select(settings),
      ...(hasOutbox && openOutbox(dataSource, settings, name)),
      inbox,
      queue: webhookQueue,
    }),
  });
  if (queue === undefined) return [account];
  return [...stored, account, WorkerModule.with({ account, name, queueName, queue })];
}

/** The tables were created with those of the inbox. */
function openOutbox(
  dataSource: DataSource,
  { database: { schema } }: DeskSettings,
  account: string | undefined,
) {
  return {
    journal: typeormJournal({ dataSource, schema, account }),
    // A customer waits for the gateway's page.
    outbox: { worker: { pollIntervalMs: 200 } },
  };
}
