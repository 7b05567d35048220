import {
  createOutbox,
  type Inbox,
  InvalidOptionError,
  type Journal,
  type Numipay,
  type Outbox,
  type OutboxStore,
} from "@numipay/core";
import { checkKnownOptions } from "@numipay/core/protocol";
import type { NumipayModuleOptions } from "./module-options.js";
import { createNestLogger } from "./nest-logger.js";
import { outboxOptionNames } from "./outbox-options.js";

/** What an outbox is created from. */
export interface OutboxSource {
  name: string;
  options: NumipayModuleOptions;
  client: Numipay;
  hasKey: boolean;
  inbox: Inbox<unknown>;
}

/**
 * Creates the account's outbox. Undefined without the option `outbox`.
 *
 * @throws InvalidOptionError naming the option
 */
export function createAccountOutbox(source: OutboxSource): Outbox<unknown> | undefined {
  const { name, options, client, hasKey, inbox } = source;
  const { outbox, journal } = options;
  if (outbox === undefined) return undefined;
  checkKnownOptions(outbox, outboxOptionNames);
  if (journal === undefined) {
    throw new InvalidOptionError(
      "journal",
      "is missing, and the outbox queues calls in it. Pass one of your database, such as typeormJournal({ dataSource }).",
    );
  }
  if (!hasKey) {
    throw new InvalidOptionError(
      "apiKey",
      `is missing for account "${name}", whose outbox sends calls. Pass it to NumipayModule.`,
    );
  }
  const { handlerTimeoutMs, onError } = outbox;
  return createOutbox({
    numipay: client,
    // A journal that cannot queue calls is rejected with advice.
    journal: journal as Journal<OutboxStore<unknown>>,
    inbox,
    onError,
    handlerTimeoutMs,
    logger: createNestLogger(name),
  });
}

/** What is injected for an account without an outbox: an object that throws when it is used. */
export function createMissingOutbox(name: string): Outbox<unknown> {
  const rejectUse = (): never => {
    throw new InvalidOptionError(
      "outbox",
      `is missing for account "${name}". Pass NumipayModule the options outbox, journal and inbox.`,
    );
  };
  return {
    enqueue: rejectUse,
    on: rejectUse,
    refundOnce: rejectUse,
    start: rejectUse,
    runOnce: rejectUse,
  };
}
