import type { CallJournal } from "../client/call-journal.js";
import { InvalidArgumentError } from "../protocol/errors.js";
import type { EventJournal } from "../webhooks/event-journal.js";
import { findEntry } from "./find-entry.js";
import type { JournalStore } from "./journal.js";
import {
  type JournalOptions,
  type JournalSettings,
  toJournalSettings,
} from "./journal-settings.js";
import { runCall } from "./run-call.js";

/** A journal for `new Numipay({ journal })` and `numipayWebhook({ journal })`, with its options. */
export interface Journal<Store extends JournalStore = JournalStore>
  extends CallJournal, EventJournal, Readonly<JournalSettings> {
  /** Where the records are. */
  readonly store: Store;
}

/**
 * Creates a journal over a store. For authors of an engine: applications use the function of their engine.
 *
 * @throws InvalidOptionError when an option is invalid or unknown
 */
export function createJournal<Store extends JournalStore>(
  store: Store,
  options: JournalOptions = {},
): Journal<Store> {
  const settings = toJournalSettings(options);
  return {
    ...settings,
    store,
    async run(call, actions) {
      const { tracking_id } = call;
      if (tracking_id === undefined) {
        throw new InvalidArgumentError(
          "tracking_id",
          `is required by ${call.operation} with a journal, which finds the earlier call by it.`,
        );
      }
      return runCall(store, settings, { ...call, tracking_id }, actions);
    },
    findEntry(account, transaction) {
      // A webhook of several accounts passes that of the delivery.
      const namespace = account === settings.account ? settings.namespace : account;
      return findEntry(store, { account, namespace }, transaction);
    },
  };
}
