import type { Inbox, Journal, OutboxStore } from "@numipay/core";

/** A row of the merchant's wallet table. It has no unique constraint, so duplicates are visible. */
export interface WalletEntry {
  tracking_id: string;
  kind: "debit" | "refund" | "confirmed";
}

/** What an outbox needs of a database, with a wallet in the same one. `tx` is a transaction of the application or of a handler. */
export interface OutboxDatabase {
  journal: Journal<OutboxStore<unknown>>;
  inbox: Inbox<unknown>;
  /** Runs work in one transaction. Synchronous work for a synchronous driver. */
  transact(work: (tx: unknown) => void | Promise<void>): Promise<void>;
  write(tx: unknown, entry: WalletEntry): void | Promise<void>;
  /** Whether the wallet has a debit. */
  hasDebit(tracking_id: string): Promise<boolean>;
  readWallet(): Promise<WalletEntry[]>;
}

/** What a payer runs on. */
export interface PayerStore {
  journal: Journal | undefined;
  /** Undefined if the database has no outbox, or the payer uses none. */
  outbox?: OutboxDatabase;
  close(): Promise<void>;
}
