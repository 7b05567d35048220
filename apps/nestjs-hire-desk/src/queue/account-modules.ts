import type { DynamicModule } from "@nestjs/common";
import type { WebhookQueue } from "@numipay/bullmq";
import { NumipayModule } from "@numipay/nestjs";
import { inboxesToken } from "../inbox/inbox-module.js";
import type { Inboxes } from "../inbox/open-inboxes.js";
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
  /** Where its webhooks come in, with and without a queue. */
  path: string;
  /** The queue's name. */
  queueName: string;
  pick: <Each>(accounts: { deposits: Each; refunds: Each }) => Each;
}

/**
 * The modules of an account. Without a queue it is one, whose route calls the handlers. With one there are three: a door
 * that verifies and stores, the account with the handlers, which has no route, and the worker between them. The account's
 * inbox is the same either way: what was applied at once is known behind the queue, and the other way round.
 */
export function accountModules(
  { name, path, queueName, pick }: AccountShape,
  queue: QueueSettings | undefined,
): DynamicModule[] {
  const toAccount = (route: string | false): DynamicModule =>
    NumipayModule.forRootAsync({
      ...(name === undefined ? {} : { name }),
      path: route,
      inject: [DeskSettings, inboxesToken],
      useFactory: (settings: DeskSettings, inboxes: Inboxes) => ({
        ...pick<AccountSettings>(settings),
        inbox: pick(inboxes),
      }),
    });
  if (queue === undefined) return [toAccount(path)];

  const account = toAccount(false);
  const stored = QueueModule.with(queueName, queue);
  const door = NumipayModule.forRootAsync({
    name: `${queueName}-door`,
    path,
    imports: [stored],
    inject: [DeskSettings, getQueueToken(queueName)],
    useFactory: (settings: DeskSettings, { inbox }: WebhookQueue) => ({
      signaturePassword: pick<AccountSettings>(settings).signaturePassword,
      inbox,
    }),
  });
  return [account, stored, door, WorkModule.with({ account, name, queueName, queue })];
}
