import { InvalidArgumentError } from "../protocol/errors.js";
import type { Transaction } from "../protocol/contract/wire-types.js";
import { defaultAccount, toNamespace, toTransactionKey } from "../protocol/event.js";
import type { AccountStore } from "./account-store.js";
import type { InboxCheckpoints } from "./inbox-checkpoints.js";
import { readSetAside, type SetAside, type SetAsideQuery } from "./set-aside-notes.js";

/** Names a transaction. Every event is one. */
export interface TransactionReference extends Pick<
  Transaction,
  "transaction_type" | "transaction_id"
> {
  /** The merchant account. Defaults to `"default"`. */
  account?: string | undefined;
}

/** A change as an inbox has recorded it. */
export interface RecordedChange {
  /** Identity of the transaction: account, type and id. A key that a database cannot store is replaced by its digest. */
  transactionKey: string;
  /** The status that was recorded. */
  status: string;
  /** False if the receiver had no handler for the change. */
  isHandled: boolean;
  /** When it was recorded, as an ISO date in UTC. In Redis, when its claim began; in memory, to the second. */
  recordedAt: string;
  /** The digest of the content, by which a conflict is detected. Its form depends on the engine. */
  digest: string;
  /** The verified content as JSON. Undefined unless the inbox keeps contents (`keepContent` of `@numipay/sql`). */
  content: string | undefined;
}

/** A delivery that repeated a recorded change with different content. It was not applied; review it. */
export interface RecordedConflict {
  /** Identity of the transaction, as in `RecordedChange`. */
  transactionKey: string;
  /** The status that both deliveries have. */
  status: string;
  /** The digest of the content that was not applied. */
  digest: string;
  /** The content that was not applied, as JSON. */
  content: string;
  /** When it first arrived, as an ISO date in UTC. */
  firstSeenAt: string;
}

/** The records of an inbox, for reviews and support tools. They are read without locks, while deliveries arrive. */
export interface InboxReads {
  /**
   * Returns the recorded changes of one transaction, in the order in which they were recorded. Empty if there are none.
   *
   * @throws InvalidArgumentError when `transaction_type` or `transaction_id` is missing
   * @example
   * for (const { status, recordedAt } of await inbox.history(event)) console.log(status, recordedAt);
   */
  history(transaction: TransactionReference): Promise<RecordedChange[]>;
  /** Reads the conflicts of all accounts page by page, once per content, in no particular order. */
  conflicts(): AsyncIterable<RecordedConflict>;
  /** Reads the changes of all accounts for which there was no handler page by page, in no particular order. */
  unhandled(): AsyncIterable<RecordedChange>;
  /** Returns the transactions that `reconcile` could not apply and set aside: at most 10,000 per account. */
  setAside(query?: SetAsideQuery): Promise<SetAside[]>;
}

/** What an engine reads. */
export interface RecordStore extends Pick<InboxReads, "conflicts" | "unhandled"> {
  /** Returns the recorded changes of a transaction, in the order in which they were recorded. */
  history(transactionKey: string): Promise<RecordedChange[]>;
}

/** Creates the reads of an inbox. */
export function createInboxReads(
  records: RecordStore,
  accounts: AccountStore,
  checkpoints: InboxCheckpoints,
): InboxReads {
  /** Adds no account, unlike a delivery. */
  async function findNamespace(account: string): Promise<string> {
    const known = await accounts.read();
    return known.get(account)?.namespace ?? toNamespace(account);
  }
  return {
    async history({ account = defaultAccount, ...transaction }) {
      for (const field of ["transaction_type", "transaction_id"] as const) {
        const value: unknown = transaction[field];
        if (typeof value === "string" && value !== "") continue;
        throw new InvalidArgumentError(field, "must be a non-empty string.");
      }
      return records.history(toTransactionKey(transaction, await findNamespace(account)));
    },
    conflicts: () => records.conflicts(),
    unhandled: () => records.unhandled(),
    async setAside(query = {}) {
      const namespace = await findNamespace(query.account ?? defaultAccount);
      return readSetAside(checkpoints, namespace, query);
    },
  };
}
