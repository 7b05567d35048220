import {
  type WebhookResponse,
  createReceiver,
  defaultAccount,
  type Delivery,
  type EventQueue,
  type EventRegistry,
  type Inbox,
  InvalidOptionError,
  type Numipay,
  type Outbox,
  type OutboxWorkerOptions,
  type Receiver,
  type Verified,
} from "@numipay/core";
import { createAccountOutbox } from "./create-account-outbox.js";
import { createClient } from "./create-client.js";
import type { FoundHandler } from "./handler-table.js";
import { createNestLogger } from "./nest-logger.js";
import type { NumipayModuleOptions, WebhookRequest } from "./module-options.js";
import { splitOptions } from "./split-options.js";

/** One merchant account of the app. */
export interface Account {
  name: string;
  /** The webhook's route. Undefined if it has none. */
  path: string | undefined;
  client: Numipay;
  hasKey: boolean;
  inbox: Inbox<unknown>;
  /** The queue that stores deliveries for a worker, if any. */
  queue: EventQueue | undefined;
  /** Whether events only go to a queue. The webhook then accepts no handlers. */
  onlyQueues: boolean;
  maxBodyBytes: number | undefined;
  webhook: EventRegistry<unknown>;
  /** The journal, which may have a `ping`. Undefined without the option. */
  journal: Pick<Inbox<unknown>, "ping"> | undefined;
  /** Undefined without the option. */
  outbox: Outbox<unknown> | undefined;
  /** Of the outbox's worker. `false` starts none. */
  workerOptions: OutboxWorkerOptions | false | undefined;
  /** The handlers of the outbox. Undefined until startup has added them. */
  intentHandlers: readonly FoundHandler[] | undefined;
  /** Called before each event to register new handlers. Does nothing until EventHandlers sets it. */
  prepare: () => Promise<void> | undefined;
  /** Processes a delivery. `error` is what a handler or the inbox threw. */
  receive(
    delivery: Delivery<WebhookRequest>,
  ): Promise<{ response: WebhookResponse; error: unknown }>;
  /** Only verifies a delivery. Returns the event, or the response that rejects it. */
  verify(delivery: Delivery<WebhookRequest>): Promise<Verified>;
}

/**
 * Creates an account from its options.
 *
 * @throws InvalidOptionError naming the option
 */
export function createAccount(
  name: string,
  path: string | undefined,
  options: NumipayModuleOptions,
): Account {
  const own = splitOptions(options);
  checkPassword(name, options);
  const receiver: Receiver<WebhookRequest, unknown> = createReceiver({
    ...own.webhook,
    account: name,
    logger: createNestLogger(name),
  });
  const apply = receiver.apply.bind(receiver);
  const webhook: EventRegistry<unknown> = receiver.extend({});
  webhook.apply = async (event, origin) => {
    await account.prepare();
    return apply(event, origin);
  };
  const { list, replay } = receiver.unreadable;
  Object.assign(webhook, {
    unreadable: {
      list,
      async replay() {
        await account.prepare();
        return replay();
      },
    } satisfies EventRegistry<unknown>["unreadable"],
  });

  const { client, hasKey } = createClient(name, own.client);
  const { inbox } = receiver;
  const account: Account = {
    name,
    path,
    client,
    hasKey,
    inbox,
    journal: options.journal as Account["journal"],
    outbox: createAccountOutbox({ name, options, client, hasKey, inbox }),
    workerOptions: options.outbox?.worker,
    intentHandlers: undefined,
    queue: options.queue,
    onlyQueues: options.queue !== undefined && options.inbox === undefined,
    maxBodyBytes: options.maxBodyBytes,
    webhook,
    prepare: () => undefined,
    async receive(delivery) {
      let error: unknown;
      // After verification: a request that anyone can send must not cause lookups or store calls.
      delivery.onVerified = account.prepare;
      delivery.onOutcome = (report) => {
        error = toThrown(report.error);
      };
      const response = await receiver.receive(delivery);
      return { response, error };
    },
    verify: (delivery) => receiver.verify(delivery),
  };
  return account;
}

function checkPassword(name: string, options: NumipayModuleOptions): void {
  if (name !== defaultAccount && options.signaturePassword === undefined) {
    throw new InvalidOptionError(
      "signaturePassword",
      `is missing for account "${name}". Pass it as an option; NUMIPAY_SIGNATURE_PASSWORD is only for the default account.`,
    );
  }
}

/** Unwraps an AggregateError with one error, because exception filters match by the error's class. */
function toThrown(error: unknown): unknown {
  const isSingle = error instanceof AggregateError && error.errors.length === 1;
  return isSingle ? (error.errors as unknown[])[0] : error;
}
