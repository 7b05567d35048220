import type { DynamicModule } from "@nestjs/common";
import type { WebhookQueue } from "@numipay/bullmq";
import { NumipayModule } from "@numipay/nestjs";
import { inboxToken } from "../inbox/inbox-module.js";
import type { OpenInbox } from "../inbox/open-inbox.js";
import {
  type AccountSettings,
  DeskSettings,
  type QueueSettings,
} from "../settings/desk-settings.js";
import { getQueueToken, QueueModule } from "./queue-module.js";
import { WorkModule } from "./work-module.js";

/** An account of the gateway, as a module of the desk describes it. */
interface AccountShape {
  /** Undefined for the default account. */
  name?: string;
  /** Where its webhooks come in. */
  path: string;
  /** The queue's name. */
  queueName: string;
  pick: <Each>(accounts: { deposits: Each; refunds: Each }) => Each;
}

/**
 * The modules of an account. With a queue, its route stores what it verified, and a worker gives it back to the same
 * account's handlers. The inbox is the same either way: what was applied at once is known behind the queue, and the other
 * way round.
 */
export function accountModules(
  { name, path, queueName, pick }: AccountShape,
  queue: QueueSettings | undefined,
): DynamicModule[] {
  const stored = queue === undefined ? [] : [QueueModule.with(queueName, queue)];
  const account = NumipayModule.forRootAsync({
    ...(name === undefined ? {} : { name }),
    path,
    imports: stored,
    inject: [DeskSettings, inboxToken, ...(queue === undefined ? [] : [getQueueToken(queueName)])],
    useFactory: (settings: DeskSettings, { inbox }: OpenInbox, webhookQueue?: WebhookQueue) => ({
      ...pick<AccountSettings>(settings),
      inbox,
      queue: webhookQueue,
    }),
  });
  if (queue === undefined) return [account];
  return [...stored, account, WorkModule.with({ account, name, queueName, queue })];
}
