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
  type Receiver,
  type Verified,
} from "@numipay/core";
import { createClient } from "./create-client.js";
import { createNestOutcomeLog } from "./nest-outcome-log.js";
import type { NumipayModuleOptions, WebhookRequest } from "./module-options.js";
import { splitOptions } from "./split-options.js";

/** One account of the gateway within the app. */
export interface Account {
  name: string;
  /** The webhook's route; undefined where it has none. */
  path: string | undefined;
  client: Numipay;
  hasKey: boolean;
  inbox: Inbox<unknown>;
  /** Where deliveries are stored for a worker, if they are. */
  queue: EventQueue | undefined;
  /** True when events only pass through to a queue: the webhook takes no handlers. */
  onlyQueues: boolean;
  maxBodyBytes: number | undefined;
  webhook: EventRegistry<unknown>;
  /** Called before each event, so that it finds every handler. Does nothing until the account's handlers set it. */
  prepare: () => Promise<void> | undefined;
  /** Takes a delivery in. `error` is what a handler or the inbox threw. */
  receive(delivery: Delivery<WebhookRequest>): Promise<{ answer: WebhookResponse; error: unknown }>;
  /** Verifies a delivery and does nothing with it: the event, or the answer that refuses it. */
  verify(delivery: Delivery<WebhookRequest>): Promise<Verified>;
}

/**
 * An account out of its options.
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
  const { onOutcome = createNestOutcomeLog(name) } = options;
  const receiver: Receiver<WebhookRequest, unknown> = createReceiver({
    ...own.webhook,
    account: name,
    onOutcome,
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

  const account: Account = {
    name,
    path,
    ...createClient(name, own.client),
    inbox: receiver.inbox,
    queue: options.queue,
    onlyQueues: options.queue !== undefined && options.inbox === undefined,
    maxBodyBytes: options.maxBodyBytes,
    webhook,
    prepare: () => undefined,
    async receive(delivery) {
      let error: unknown;
      // Not before: what anyone can send must cost no look-up and no call of a store.
      delivery.onVerified = account.prepare;
      delivery.onOutcome = (report) => {
        error = toThrown(report.error);
      };
      const answer = await receiver.receive(delivery);
      return { answer, error };
    },
    verify: (delivery) => receiver.verify(delivery),
  };
  return account;
}

function checkPassword(name: string, options: NumipayModuleOptions): void {
  if (name !== defaultAccount && options.signaturePassword === undefined) {
    throw new InvalidOptionError(
      "signaturePassword",
      `account "${name}" needs its own: NUMIPAY_SIGNATURE_PASSWORD is the default account's.`,
    );
  }
}

/** A host's exception filter asks for the class of what was thrown: one error is not left in its envelope. */
function toThrown(error: unknown): unknown {
  const isEnvelope = error instanceof AggregateError && error.errors.length === 1;
  return isEnvelope ? (error.errors as unknown[])[0] : error;
}
